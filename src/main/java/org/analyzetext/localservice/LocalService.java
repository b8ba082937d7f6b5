package org.analyzetext.localservice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running stand-in for the service's analyze-text jobs, on the loopback interface. Thread-safe.
 *
 * <p>It was made from the contract, and was never compared with the live service.
 */
public final class LocalService implements AutoCloseable {
    private static final int BACKLOG = 1_000;

    private final Counters counters;
    private final Watch watch;
    private final Jobs jobs;
    private final JobClock clock;
    private final FaultRules faults;
    private final Projects projects;
    private final Classifier classifier;
    private final @Nullable Certificate certificate;
    private final Acceptor acceptor;

    private LocalService(LocalServiceSettings settings) {
        Random random = new Random(settings.seed());
        counters = new Counters();
        watch = new Watch();
        clock = new JobClock(settings.clock(), settings.speed());
        jobs = new Jobs(clock, counters);
        faults = new FaultRules(random);
        faults.add(settings.faults());
        projects = Projects.train(settings.projects());
        classifier = new Classifier();
        Gateway gateway = new Gateway(
                settings,
                new Quotas(settings),
                new SubmitOperation(settings, projects, jobs, classifier, counters, faults, clock, random),
                new StateOperation(settings, jobs, counters, clock),
                new CancelOperation(settings, jobs, counters, clock));
        certificate = settings.tls() ? Certificate.ofThisProcess() : null;
        Control control = new Control(counters, faults, clock, jobs, certificate);
        FaultsFile file = settings.faultsFile() == null ? null : new FaultsFile(settings.faultsFile(), faults);
        if (file != null) {
            file.read();
        }
        ServerSocket socket = bind(settings.host(), settings.port());
        FrontDoor door =
                new FrontDoor(settings, gateway, control, file, counters, watch, faults, random, socket.getLocalPort());
        acceptor =
                new Acceptor(socket, door, certificate == null ? null : certificate.context(), settings.readTimeout());
    }

    /**
     * Trains the projects and listens on the loopback interface.
     *
     * @throws IllegalArgumentException if a labels file, a document or a fault can't be used
     * @throws UncheckedIOException if the port is taken
     */
    public static LocalService start(LocalServiceSettings settings) {
        LocalService service = new LocalService(settings);
        service.acceptor.start();
        return service;
    }

    /** The address for clients, without a slash at the end: {@code http://localhost:8071}. */
    public URI endpoint() {
        return acceptor.endpoint();
    }

    /** Calls a listener whenever a request passes a moment, on the thread that serves it. */
    public void on(Moment moment, Consumer<MomentEvent> listener) {
        watch.add(moment, listener);
    }

    public Counters counters() {
        return counters;
    }

    /** Moves the time of the jobs forward. */
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** Forgets all jobs, as a service that lost its memory; gives their number. */
    public int loseJobs() {
        return jobs.lose();
    }

    /** The jobs that are held. */
    public int jobsHeld() {
        return jobs.size();
    }

    /** Switches faults on, each a line as {@code docs/local-service.md} describes them. */
    public void addFaults(String... lines) {
        faults.add(List.of(lines));
    }

    /** Switches all faults off. */
    public void clearFaults() {
        faults.clear();
    }

    /** The certificate that a client has to trust, if the service speaks https. */
    public Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate).map(Certificate::certificate);
    }

    @Override
    public void close() {
        acceptor.close();
        classifier.close();
    }

    Projects projects() {
        return projects;
    }

    private static ServerSocket bind(String host, int port) {
        try {
            InetAddress address = host.isEmpty() ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
            return new ServerSocket(port, BACKLOG, address);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " can't be listened on: " + e.getMessage(), e);
        }
    }
}
