package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.analyzetext.localservice.LocalService;
import org.analyzetext.localservice.LocalServiceSettings;
import org.analyzetext.localservice.ProjectSettings;
import org.apache.camel.main.Main;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The walk-through of the page, as it is written, with a database that fails at times. */
class ResultsInDatabaseTest {
    private static final String KEY = "database-secret-key";
    private static final Pattern FILE = Pattern.compile("```yaml\n# file: routes/(\\S+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern PROPERTIES = Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path root;

    private LocalService service;
    private JdbcConnectionPool database;
    private final AtomicInteger statements = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    @BeforeEach
    void startServiceAndDatabase() throws Exception {
        service = LocalService.start(LocalServiceSettings.builder()
                .keys(KEY)
                .faults("document-refused content=refused")
                .project(ProjectSettings.of(Path.of(System.getProperty("samples"), "support-labels.json")))
                .build());
        database = JdbcConnectionPool.create(
                "jdbc:h2:" + root.resolve("database") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "sa", "");
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(found(SQL, 1));
        }
    }

    @AfterEach
    void stopServiceAndDatabase() {
        service.close();
        database.dispose();
    }

    @Test
    void eachDocumentIsOneRowAlthoughTheDatabaseFails() throws Exception {
        Main main = host();
        try {
            List<Map<String, Object>> documents = new ArrayList<>();
            IntStream.range(0, 40)
                    .forEach(i ->
                            documents.add(Map.of("id", "d" + i, "text", "My invoice is wrong", "customer", "Zoë, 5 €")));
            documents.add(Map.of("text", "The parcel is late"));
            documents.add(Map.of("id", "none", "text", "This one is refused"));
            try (var template = main.getCamelContext().createProducerTemplate()) {
                template.sendBody("direct:analyze-text", documents);
            }
            await(() -> count("select count(*) from results") + count("select count(*) from dead_letters") == 42);
            // Rows that were stored when their statement failed are offered again.
            await(() -> statements.get() > 42);
        } finally {
            main.stop();
        }

        assertEquals(41, count("select count(*) from results"));
        assertEquals(40, count("select count(distinct id) from results where label <> '' and confidence > 0"));
        assertEquals(1, count("select count(*) from results where id is null"));
        assertEquals(40, count("select count(*) from results where result like '%\"customer\":\"Zoë, 5 €\"%'"));
        assertEquals(1, count("select count(*) from dead_letters where id = 'none' and dead_letter like '{%'"));
        assertTrue(failures.get() > 10, failures + " statements failed");
    }

    private Main host() throws Exception {
        Properties properties = new Properties();
        properties.load(new StringReader(found(PROPERTIES, 1)));
        Map.of(
                        "enabled", "true",
                        "source", "direct",
                        "endpoint", service.endpoint().toString(),
                        "api-key", KEY,
                        "task.kind", "CustomMultiLabelClassification",
                        "task.project-name", "SupportTickets",
                        "task.deployment-name", "production",
                        "job.pause", "50ms",
                        "files.work", root.resolve("work").toString(),
                        "routes", "file:" + routes() + "/*.camel.yaml")
                .forEach((name, value) -> properties.setProperty("analyze-text." + name, value));
        Main main = new Main();
        main.setOverrideProperties(properties);
        main.bind("database", failing());
        main.start();
        return main;
    }

    /** The database; of its statements every third fails before it stores a row, and every third after that. */
    private DataSource failing() {
        AtomicInteger calls = new AtomicInteger();
        return proxy(DataSource.class, database, (call, method) -> {
            if (!(call.call() instanceof Connection connection)) {
                throw new SQLException("no connection");
            }
            return proxy(Connection.class, connection, (prepare, name) -> {
                Object made = prepare.call();
                return made instanceof PreparedStatement statement
                        ? proxy(PreparedStatement.class, statement, (run, what) -> {
                            if (!what.startsWith("execute")) {
                                return run.call();
                            }
                            int turn = calls.incrementAndGet() % 3;
                            if (turn == 1) {
                                failures.incrementAndGet();
                                throw new SQLException("the connection was lost before");
                            }
                            Object stored = run.call();
                            statements.incrementAndGet();
                            if (turn == 2) {
                                failures.incrementAndGet();
                                throw new SQLException("the connection was lost after");
                            }
                            return stored;
                        })
                        : made;
            });
        });
    }

    private interface Around {
        Object call(Callable<Object> call, String method) throws Exception;
    }

    private static <T> T proxy(Class<T> type, T real, Around around) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
            Callable<Object> call = () -> {
                try {
                    return method.invoke(real, arguments);
                } catch (InvocationTargetException e) {
                    throw (Exception) e.getCause();
                }
            };
            return method.getDeclaringClass() == Object.class ? call.call() : around.call(call, method.getName());
        }));
    }

    private long count(String query) {
        try (Connection connection = database.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(Callable<Boolean> what) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(60));
        while (!what.call()) {
            assertTrue(Instant.now().isBefore(end), "waited for a minute");
            Thread.sleep(20);
        }
    }

    /** The project's routes with the file of the page. */
    private Path routes() throws IOException {
        Path routes = Files.createDirectories(root.resolve("routes"));
        try (var files = Files.list(Path.of(System.getProperty("walkThroughs"), "routes"))) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        Files.writeString(routes.resolve(found(FILE, 1)), found(FILE, 2));
        return routes;
    }

    private static String found(Pattern pattern, int group) throws IOException {
        String page = Files.readString(Path.of(System.getProperty("walkThroughs"), "docs/editing-routes.md"));
        Matcher matcher = pattern.matcher(page);
        assertTrue(matcher.find(page.indexOf("## Results into a database\n")));
        return matcher.group(group);
    }
}
