package commdn.psdk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which DNs the client has asked for, and on which channels they are registered. No I/O; its lock
 * is its own.
 */
final class Registrations {
    private static final class Dn {
        Integer clientReference;
        boolean told;
        final Set<Upstream> done = new HashSet<>();
    }

    private final Map<String, Dn> all = new HashMap<>();

    /** The client asks for a DN (again). */
    synchronized void want(String dn, Integer clientReference) {
        Dn entry = all.computeIfAbsent(dn, name -> new Dn());
        entry.clientReference = clientReference;
        entry.told = false;
        entry.done.clear();
    }

    /** The DN is given up, by the client or by T-Server: whether it was there. */
    synchronized boolean forget(String dn) {
        return all.remove(dn) != null;
    }

    /** A channel has it: whether it is now on all of them and the client has not been told. */
    synchronized boolean done(String dn, Upstream upstream, int channels) {
        Dn entry = all.get(dn);
        if (entry == null) {
            return false;
        }
        entry.done.add(upstream);
        if (entry.told || entry.done.size() < channels) {
            return false;
        }
        entry.told = true;
        return true;
    }

    /** What the client gave its request for the DN. */
    synchronized Integer clientReference(String dn) {
        Dn entry = all.get(dn);
        return entry == null ? null : entry.clientReference;
    }

    synchronized boolean has(String dn) {
        return all.containsKey(dn);
    }

    /** A channel has been lost with all that was registered on it. */
    synchronized void lost(Upstream upstream) {
        all.values().forEach(entry -> entry.done.remove(upstream));
    }

    /** The DNs that a channel must register again. */
    synchronized List<String> missing(Upstream upstream) {
        List<String> missing = new ArrayList<>();
        all.forEach(
                (dn, entry) -> {
                    if (!entry.done.contains(upstream)) {
                        missing.add(dn);
                    }
                });
        return missing;
    }

    /** Whether a DN that the client was given is not on every channel now. */
    synchronized boolean anyMissing(List<Upstream> channels) {
        return all.values().stream()
                .anyMatch(entry -> entry.told && !entry.done.containsAll(channels));
    }

    synchronized List<String> names() {
        return new ArrayList<>(all.keySet());
    }
}
