package com.genesyslab.platform.commons.protocol;

import com.genesyslab.platform.commons.connection.configuration.ConnectionConfiguration;
import com.genesyslab.platform.commons.connection.configuration.ManagedConfiguration;
import com.genesyslab.platform.commons.connection.configuration.PropertyConfiguration;
import com.genesyslab.platform.commons.connection.tls.SSLExtendedOptions;

import java.net.URI;

import javax.net.ssl.SSLContext;

/** Where a server listens, and how it is spoken to. */
public class Endpoint implements Cloneable {
    protected static final String defaultPrefix = "psdkendpoint";
    protected boolean hasName;
    protected String name;
    protected String host;
    protected int port;
    protected SSLContext sslContext;
    protected SSLExtendedOptions sslOptions;
    protected volatile String spn;
    protected ManagedConfiguration connConfig;
    protected String tostringPrefix = defaultPrefix;

    public Endpoint(String host, int port) {
        this(null, host, port, null);
    }

    public Endpoint(String name, String host, int port) {
        this(name, host, port, null);
    }

    public Endpoint(String host, int port, ConnectionConfiguration connConf) {
        this(null, host, port, connConf);
    }

    public Endpoint(String name, String host, int port, ConnectionConfiguration connConf) {
        this(name, host, port, connConf, false, null, null);
    }

    public Endpoint(
            String host,
            int port,
            ConnectionConfiguration connConf,
            boolean tlsEnabled,
            SSLContext sslContext,
            SSLExtendedOptions sslOptions) {
        this(null, host, port, connConf, tlsEnabled, sslContext, sslOptions);
    }

    public Endpoint(
            String name,
            String host,
            int port,
            ConnectionConfiguration connConf,
            boolean tlsEnabled,
            SSLContext sslContext,
            SSLExtendedOptions sslOptions) {
        validatePort(port);
        setEndpointName(name, host, port);
        connConfig =
                connConf instanceof ManagedConfiguration
                        ? (ManagedConfiguration) connConf
                        : new ManagedConfiguration(
                                connConf == null ? new PropertyConfiguration() : connConf);
        if (tlsEnabled) {
            connConfig.setBoolean("tls", true);
        }
        this.sslContext = sslContext;
        this.sslOptions = sslOptions;
    }

    public Endpoint(URI uri) {
        this(uri.getUserInfo(), uri);
    }

    public Endpoint(
            URI uri, boolean tlsEnabled, SSLContext sslContext, SSLExtendedOptions sslOptions) {
        this(uri.getUserInfo(), uri, tlsEnabled, sslContext, sslOptions);
    }

    public Endpoint(String name, URI uri) {
        this(name, uri, false, null, null);
    }

    public Endpoint(
            String name,
            URI uri,
            boolean tlsEnabled,
            SSLContext sslContext,
            SSLExtendedOptions sslOptions) {
        this(
                name,
                uri.getHost(),
                uri.getPort(),
                new PropertyConfiguration(uri.getQuery() == null ? "" : uri.getQuery()),
                tlsEnabled,
                sslContext,
                sslOptions);
    }

    public Endpoint(String name, ConnectionConfiguration connConf) {
        this(name, null, 0, connConf);
    }

    protected Endpoint(String name) {
        this(name, null, 0, null);
    }

    protected void validatePort(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port);
        }
    }

    public boolean hasName() {
        return hasName;
    }

    public String getName() {
        return name;
    }

    public String getHost() {
        return host;
    }

    public int getPort() {
        return port;
    }

    public URI getUri() {
        return URI.create("tcp://" + host + ":" + port);
    }

    public String toString() {
        return tostringPrefix + "(" + host + ":" + port + ")";
    }

    public ConnectionConfiguration getConfiguration() {
        return connConfig;
    }

    public SSLExtendedOptions getSSLOptions() {
        return sslOptions;
    }

    public SSLContext getSSLContext() {
        return sslContext;
    }

    protected void setEndpointName(String name, String host, int port) {
        this.hasName = name != null;
        this.name = name;
        this.host = host;
        this.port = port;
    }

    public int hashCode() {
        return String.valueOf(host).hashCode() + port;
    }

    public boolean equals(Object obj) {
        return obj instanceof Endpoint
                && ((Endpoint) obj).port == port
                && String.valueOf(((Endpoint) obj).host).equals(String.valueOf(host));
    }

    public Object clone() throws CloneNotSupportedException {
        return super.clone();
    }

    public Endpoint setSPN(String spn) {
        this.spn = spn;
        return this;
    }

    public String getSPN() {
        return spn;
    }
}
