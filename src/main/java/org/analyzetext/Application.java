package org.analyzetext;

import java.util.Arrays;
import org.analyzetext.emulator.LocalServiceCommand;

/** Starts the routes as an application of their own. */
public final class Application {
    private Application() {}

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals("local-service")) {
            System.exit(LocalServiceCommand.run(Arrays.copyOfRange(args, 1, args.length)));
        }
    }
}
