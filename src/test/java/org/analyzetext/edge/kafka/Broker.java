package org.analyzetext.edge.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Kafka broker in a process of its own, on the class path that the build wrote down: for tests, which kill it, and
 * for people without Docker. Needs nothing but the JDK, so that {@code java -cp target/test-classes} starts it.
 */
public final class Broker implements AutoCloseable {
    private static final Path CLASS_PATH = Path.of("target/broker.classpath");
    /** The account of the tests and of the broker itself, where accounts are needed beside the application's. */
    private static final String TESTS = "tests";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Lets everybody in until a test forbids something. In a cluster the controllers could not vote before it is ready. */
    private static final String AUTHORIZER = """
            authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
            allow.everyone.if.no.acl.found=true
            """;

    private final Path folder;
    private final int port;
    private final int controllerPort;
    private final List<Door> doors = new ArrayList<>();
    private Security security = Security.NONE;
    private Process process;
    private int node = 1;
    /** The controllers of a cluster; null for a broker that is alone. */
    private String voters;

    private boolean isController = true;

    /** A second way in: the broker listens on one port and tells clients another, where something stands between. */
    record Door(int told, int port) {}

    /** How the broker is secured: for its own file, for the formatting of its folder, and for clients. */
    private record Security(String protocol, String properties, List<String> format, Map<String, Object> client) {
        static final Security NONE = new Security("PLAINTEXT", "", List.of(), Map.of());
    }

    private Broker(Path folder, int port, int controllerPort) {
        this.folder = folder;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** Starts a broker on a free port, with new data in this folder. */
    public static Broker start(Path folder) throws IOException, InterruptedException {
        return start(folder, freePort(), freePort());
    }

    /** Starts a broker on two ports; data that are in the folder are used again, if they are of the same ports. */
    private static Broker start(Path folder, int port, int controllerPort) throws IOException, InterruptedException {
        Broker broker = new Broker(folder.toAbsolutePath(), port, controllerPort);
        if (!Files.exists(broker.folder.resolve("data/meta.properties"))) {
            broker.format();
        }
        broker.resume();
        return broker;
    }

    /** Starts a broker with so many doors beside its address. */
    static Broker startWithDoors(Path folder, int count) throws IOException, InterruptedException {
        Broker broker = new Broker(folder.toAbsolutePath(), freePort(), freePort());
        for (int i = 0; i < count; i++) {
            broker.doors.add(new Door(freePort(), freePort()));
        }
        broker.format();
        broker.resume();
        return broker;
    }

    /**
     * Starts a cluster of three brokers whose topics have a replica on each and take a record once two have it.
     *
     * @param controllers how many of them, from the first on, are controllers too
     */
    static List<Broker> cluster(Path folder, int controllers) throws IOException, InterruptedException {
        List<Broker> brokers = new ArrayList<>();
        List<String> voters = new ArrayList<>();
        for (int node = 1; node <= 3; node++) {
            Broker broker = new Broker(folder.toAbsolutePath().resolve("broker-" + node), freePort(), freePort());
            broker.node = node;
            broker.isController = node <= controllers;
            if (broker.isController) {
                voters.add(node + "@localhost:" + broker.controllerPort);
            }
            brokers.add(broker);
        }
        List<Process> formats = new ArrayList<>();
        for (Broker broker : brokers) {
            broker.voters = String.join(",", voters);
            formats.add(broker.startFormat());
        }
        for (int i = 0; i < formats.size(); i++) {
            brokers.get(i).awaitFormat(formats.get(i));
        }
        for (Broker broker : brokers) {
            broker.launch();
        }
        for (Broker broker : brokers) {
            broker.awaitAnswer();
        }
        return brokers;
    }

    List<Door> doors() {
        return List.copyOf(doors);
    }

    /** Starts a broker that lets in who knows name and password (SASL/PLAIN), on a free port. */
    static Broker startSecured(Path folder, String name, String password) throws IOException, InterruptedException {
        String login = "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + name
                + "\" password=\"" + escaped(password) + "\"";
        String users = login + " user_" + name + "=\"" + escaped(password) + "\";";
        return start(
                folder,
                new Security(
                        "SASL_PLAINTEXT",
                        """
                        sasl.enabled.mechanisms=PLAIN
                        sasl.mechanism.inter.broker.protocol=PLAIN
                        listener.name.plaintext.plain.sasl.jaas.config=%s
                        """.formatted(users.replace("\\", "\\\\")),
                        List.of(),
                        Map.of(
                                "security.protocol", "SASL_PLAINTEXT",
                                "sasl.mechanism", "PLAIN",
                                "sasl.jaas.config", login + ";")));
    }

    /**
     * The same with SCRAM-SHA-512 over TLS; its certificate is in {@code truststore.p12} beside its data. Clients have
     * to log in again every few seconds, and tests have an account of their own.
     */
    static Broker startSecuredWithTls(Path folder, String name, String password)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String login = "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + TESTS
                + "\" password=\"" + password + "\";";
        Path keys = folder.toAbsolutePath().resolve("keystore.p12");
        Path certificate = folder.toAbsolutePath().resolve("broker.crt");
        Path trust = folder.toAbsolutePath().resolve("truststore.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "broker",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storepass",
                password,
                "-keystore",
                keys.toString());
        keytool(
                "-exportcert",
                "-alias",
                "broker",
                "-storepass",
                password,
                "-keystore",
                keys.toString(),
                "-file",
                certificate.toString());
        keytool(
                "-importcert",
                "-noprompt",
                "-alias",
                "broker",
                "-storepass",
                password,
                "-keystore",
                trust.toString(),
                "-file",
                certificate.toString());
        return start(
                folder,
                new Security(
                        "SASL_SSL",
                        """
                        sasl.enabled.mechanisms=SCRAM-SHA-512
                        sasl.mechanism.inter.broker.protocol=SCRAM-SHA-512
                        listener.name.plaintext.scram-sha-512.sasl.jaas.config=%1$s
                        connections.max.reauth.ms=3000
                        ssl.keystore.location=%2$s
                        ssl.keystore.password=%3$s
                        ssl.key.password=%3$s
                        ssl.truststore.location=%4$s
                        ssl.truststore.password=%3$s
                        """.formatted(login, keys, password, trust),
                        List.of(
                                "--add-scram",
                                "SCRAM-SHA-512=[name=" + name + ",password=" + password + "]",
                                "--add-scram",
                                "SCRAM-SHA-512=[name=" + TESTS + ",password=" + password + "]"),
                        Map.of(
                                "security.protocol",
                                "SASL_SSL",
                                "sasl.mechanism",
                                "SCRAM-SHA-512",
                                "sasl.jaas.config",
                                login,
                                "ssl.truststore.location",
                                trust.toString(),
                                "ssl.truststore.password",
                                password)));
    }

    private static Broker start(Path folder, Security security) throws IOException, InterruptedException {
        Broker broker = new Broker(folder.toAbsolutePath(), freePort(), freePort());
        broker.security = security;
        broker.format();
        broker.resume();
        return broker;
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** What a client needs to come in. */
    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(security.client());
        client.put("bootstrap.servers", address());
        return client;
    }

    /** The address for clients. */
    public String address() {
        return "localhost:" + port;
    }

    /** Starts it again, on the same data. */
    public void resume() throws IOException, InterruptedException {
        launch();
        awaitAnswer();
    }

    private void launch() throws IOException {
        writeProperties();
        process = java(
                        "broker.log",
                        "kafka.Kafka",
                        folder.resolve("server.properties").toString())
                .start();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        Instant end = Instant.now().plus(voters == null ? PATIENCE : PATIENCE.multipliedBy(3));
        while (!answers()) {
            if (!process.isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException(
                        "the broker did not start: " + Files.readString(folder.resolve("broker.log")));
            }
            Thread.sleep(50);
        }
    }

    /** Kills it without a word. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops it as an operator does: it hands its partitions over first. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** The broker's number in its cluster. */
    int node() {
        return node;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void format() throws IOException, InterruptedException {
        awaitFormat(startFormat());
    }

    private Process startFormat() throws IOException {
        Files.createDirectories(folder);
        writeProperties();
        List<String> command = new ArrayList<>(List.of(
                "kafka.tools.StorageTool",
                "format",
                "--cluster-id",
                "Y29uZm9ybWFuY2UtYnJvaw",
                "--config",
                folder.resolve("server.properties").toString()));
        if (voters == null) {
            command.add("--standalone");
        }
        command.addAll(security.format());
        return java("format.log", command.toArray(String[]::new)).start();
    }

    private void awaitFormat(Process format) throws IOException, InterruptedException {
        if (format.waitFor() != 0) {
            throw new IllegalStateException(
                    "the broker's folder could not be formatted: " + Files.readString(folder.resolve("format.log")));
        }
    }

    private void writeProperties() throws IOException {
        StringBuilder listeners = new StringBuilder();
        StringBuilder advertised = new StringBuilder();
        StringBuilder protocols = new StringBuilder();
        for (int i = 0; i < doors.size(); i++) {
            listeners.append(",DOOR%d://localhost:%d".formatted(i, doors.get(i).port()));
            advertised.append(",DOOR%d://localhost:%d".formatted(i, doors.get(i).told()));
            protocols.append(",DOOR%d:PLAINTEXT".formatted(i));
        }
        Files.writeString(
                folder.resolve("server.properties"),
                """
                process.roles=%12$s
                node.id=%8$d
                %9$s
                listeners=PLAINTEXT://localhost:%1$d%13$s%5$s
                advertised.listeners=PLAINTEXT://localhost:%1$d%6$s
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                listener.security.protocol.map=PLAINTEXT:%4$s,CONTROLLER:PLAINTEXT%7$s
                log.dirs=%3$s
                default.replication.factor=%10$d
                min.insync.replicas=%11$d
                offsets.topic.replication.factor=%10$d
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=%10$d
                transaction.state.log.min.isr=%11$d
                group.initial.rebalance.delay.ms=0
                group.min.session.timeout.ms=3000
                auto.create.topics.enable=false
                broker.session.timeout.ms=%15$d
                broker.heartbeat.interval.ms=300
                %14$s
                """.formatted(
                                        port,
                                        controllerPort,
                                        folder.resolve("data"),
                                        security.protocol(),
                                        listeners,
                                        advertised,
                                        protocols,
                                        node,
                                        voters == null
                                                ? "controller.quorum.bootstrap.servers=localhost:" + controllerPort
                                                : "controller.quorum.voters=" + voters
                                                        + "\ncontroller.quorum.election.timeout.ms=4000"
                                                        + "\ncontroller.quorum.fetch.timeout.ms=6000",
                                        voters == null ? 1 : 3,
                                        voters == null ? 1 : 2,
                                        isController ? "broker,controller" : "broker",
                                        isController ? ",CONTROLLER://localhost:" + controllerPort : "",
                                        voters == null ? AUTHORIZER : "",
                                        voters == null ? 2_000 : 5_000)
                        + security.properties());
    }

    private ProcessBuilder java(String log, String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                voters == null ? "-Xmx512m" : "-Xmx256m",
                "-cp",
                Files.readString(CLASS_PATH).strip()));
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile());
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /** Runs a broker on port 9092, or on the port that is given, until it is stopped; data in target/broker. */
    public static void main(String[] args) throws Exception {
        int port = args.length == 0 ? 9092 : Integer.parseInt(args[0]);
        Broker broker = start(Path.of("target/broker"), port, port + 1);
        Runtime.getRuntime().addShutdownHook(new Thread(broker::close));
        System.out.println(
                "A Kafka broker answers at " + broker.address() + "; its data are in target/broker. Ctrl-C ends it.");
        System.exit(broker.process.waitFor());
    }
}
