package io.millrace.benchmarks.flink;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;

/** Prints the row of the most trivial script, for the time from the process's start to it. */
public final class FlinkStart {
    private FlinkStart() {}

    public static void main(String[] args) throws Exception {
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        tables.getConfig().set("parallelism.default", "2").set("rest.bind-port", "0");
        try (CloseableIterator<Row> rows = tables.executeSql("SELECT 1").collect()) {
            System.out.println(rows.next());
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }
}
