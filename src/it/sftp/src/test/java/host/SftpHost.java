package host;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.main.Main;

/** A host in a process of its own, so that it can be killed: it knows nothing of the module but its properties. */
final class SftpHost {
    private SftpHost() {}

    /** Runs until it is killed, with the properties of this file. */
    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        main.setOverrideProperties(properties(Path.of(arguments[0])));
        main.run();
    }

    private static Properties properties(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
