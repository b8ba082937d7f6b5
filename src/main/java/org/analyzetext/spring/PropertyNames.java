package org.analyzetext.spring;

import org.analyzetext.config.KnownProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/** Spring's spellings of this module's properties: {@code analyzeText.tasks.intent.projectName}, {@code analyze-text.tasks[0]}. */
final class PropertyNames {
    static final String PREFIX = "analyze-text.";

    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("analyze-text");
    /** Of {@code analyze-text.tasks.<name>}: what follows is a property of that task. */
    private static final int ONE_OF_SEVERAL = 3;

    private PropertyNames() {}

    /** Whether a name, in any spelling, begins with that of this module. */
    static boolean isOurs(String raw) {
        return ROOT.isAncestorOf(ConfigurationPropertyName.adapt(raw, '.'));
    }

    /** Whether Spring itself would write the name so: in lower case, with dashes. */
    static boolean isRegular(String name) {
        return ConfigurationPropertyName.isValid(name);
    }

    /** The module's own spelling; the name as it was set where it is none of the module's. */
    static String ours(String raw) {
        ConfigurationPropertyName name = withoutIndex(ConfigurationPropertyName.adapt(raw, '.'));
        return KnownProperties.names().stream()
                .filter(known -> ConfigurationPropertyName.of(known).equals(name))
                .findFirst()
                .orElseGet(() -> ofSeveral(name, raw));
    }

    private static ConfigurationPropertyName withoutIndex(ConfigurationPropertyName name) {
        return name.isNumericIndex(name.getNumberOfElements() - 1) ? name.getParent() : name;
    }

    /** Of a task or a resource, whose name is the user's and stays as it is. */
    private static String ofSeveral(ConfigurationPropertyName name, String raw) {
        String asItWasSet = PREFIX + raw.substring(raw.indexOf('.') + 1);
        if (name.getNumberOfElements() <= ONE_OF_SEVERAL) {
            return asItWasSet;
        }
        String kind = name.getElement(1, Form.UNIFORM);
        String given = name.getElement(2, Form.ORIGINAL);
        if (kind.equals("pipelines")) {
            String own = raw.split("\\.", ONE_OF_SEVERAL + 1)[ONE_OF_SEVERAL];
            return PREFIX + kind + "." + given + "." + ours(PREFIX + own).substring(PREFIX.length());
        }
        ConfigurationPropertyName end = name.subName(ONE_OF_SEVERAL);
        return KnownProperties.endsOf(kind).stream()
                .filter(known -> ConfigurationPropertyName.of(known).equals(end))
                .findFirst()
                .map(known -> PREFIX + kind + "." + given + "." + known)
                .orElse(asItWasSet);
    }
}
