package io.millrace.testing.oracle;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The oracle: an embedded database that reads the same files. */
final class OtherDatabase implements AutoCloseable {
    private final Connection connection;

    OtherDatabase(Path folder) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET file_search_path = '" + folder + "'");
            statement.execute("SET threads = 2");
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("SET default_null_order = 'nulls_first_on_asc_last_on_desc'");
        }
    }

    DuckDBConnection connection() throws SQLException {
        return connection.unwrap(DuckDBConnection.class);
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(translated(sql));
        }
    }

    /** The rows of a query, as {@link Same} tells them. */
    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(translated(sql))) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(result.getObject(i));
                }
                rows.add(Same.text(values));
            }
        }
        return rows;
    }

    /** Names are quoted otherwise there. */
    private static String translated(String sql) {
        return sql.replace('`', '"');
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
