package io.millrace.server.command;

import io.millrace.server.command.RunOptions.Setting;
import io.millrace.server.print.Screen;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Sees to it that every key that is set means something, or is known to mean nothing. */
final class SessionSettings {
    private SessionSettings() {}

    /** Sets what the command line says. */
    static void apply(List<Setting> settings, Language language, Set<String> checked, Screen screen) {
        settings.forEach(setting -> language.set(setting.key(), setting.value()));
        check(language, checked, screen);
    }

    /** Looks at the keys that were not looked at before, and at the values of all. */
    static void check(Language language, Set<String> checked, Screen screen) {
        for (String key : language.settings().keySet()) {
            if (checked.add(key) && Settings.meaning(key) == Settings.Meaning.NONE) {
                screen.tell("note: '" + key + "' means nothing here and is ignored");
            }
        }
        Settings.engine(language.settings(), Optional.empty());
    }
}
