package commdn.sdkdouble;

import com.genesyslab.platform.commons.connection.configuration.ConnectionConfiguration;
import com.genesyslab.platform.commons.connection.configuration.ConnectionContext;
import com.genesyslab.platform.commons.connection.configuration.ServerContext;
import com.genesyslab.platform.commons.protocol.Endpoint;
import com.genesyslab.platform.commons.protocol.Message;
import com.genesyslab.platform.commons.protocol.ReferenceBuilder;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What a channel lets a program attach and look up: attributes, and the reference ids. */
final class Context implements ConnectionContext<ServerContext>, ReferenceBuilder {
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final AtomicInteger references;
    private final Engine engine;

    Context(Engine engine, AtomicInteger references) {
        this.engine = engine;
        this.references = references;
    }

    @Override
    public Object setAttribute(String key, Object attribute) {
        return attribute == null ? attributes.remove(key) : attributes.put(key, attribute);
    }

    @Override
    public Object getAttribute(String key) {
        return attributes.get(key);
    }

    @Override
    public ServerContext serverContext() {
        return null;
    }

    @Override
    public void configure(ConnectionConfiguration config) {
        throw new UnsupportedOperationException("the double has no ConnectionContext.configure");
    }

    @Override
    public ConnectionConfiguration configuration() {
        Endpoint to = engine.endpoint();
        return to == null ? null : to.getConfiguration();
    }

    @Override
    public Object retreiveReference(Message message) {
        return message.getReferenceID();
    }

    @Override
    public Object createReference() {
        return references.incrementAndGet();
    }

    @Override
    public void updateReference(Message message, Object reference) {
        message.setReferenceID((Integer) reference);
    }

    @Override
    public Object updateReference(Message message) {
        message.setReferenceID(references.incrementAndGet());
        return message.getReferenceID();
    }
}
