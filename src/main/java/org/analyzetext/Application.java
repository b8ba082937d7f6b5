package org.analyzetext;

/** Starts the routes as an application of their own. */
public final class Application {
    private Application() {}

    public static void main(String[] args) {}
}
