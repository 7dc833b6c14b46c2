package io.millrace.coordinator;

import java.util.ArrayList;
import java.util.List;

/** What a handler decided: records, to be replayed and kept, and then commands, to be carried out. */
public record Decision(List<JobRecord> records, List<JobCommand> commands) {
    public static final Decision NOTHING = new Decision(List.of(), List.of());

    public Decision {
        records = List.copyOf(records);
        commands = List.copyOf(commands);
    }

    /** Gathers a decision. */
    static final class Builder {
        private final List<JobRecord> records = new ArrayList<>();
        private final List<JobCommand> commands = new ArrayList<>();

        Builder record(JobRecord record) {
            records.add(record);
            return this;
        }

        Builder command(JobCommand command) {
            commands.add(command);
            return this;
        }

        Decision build() {
            return new Decision(records, commands);
        }
    }
}
