package com.genesyslab.platform.commons.connection.configuration;

/** Options by name; the setters are names for some of them. */
public abstract class AbstractConnectionConfiguration
        implements ClientConnectionOptions, ConnectionConfiguration {
    public AbstractConnectionConfiguration() {}

    public String getOption(String name) {
        return getOption(name, null);
    }

    public boolean getBoolean(String name) {
        return getBoolean(name, false);
    }

    public boolean getBoolean(String name, boolean defaultValue) {
        String value = getOption(name, null);
        return value == null ? defaultValue : value.equals("1") || value.equals("true");
    }

    public Integer getInteger(String name) {
        return getInteger(name, null);
    }

    public Integer getInteger(String name, Integer defaultValue) {
        String value = getOption(name, null);
        return value == null ? defaultValue : Integer.valueOf(value);
    }

    public void setBoolean(String name, boolean value) {
        setOption(name, value ? "1" : "0");
    }

    public void setInteger(String name, Integer value) {
        setOption(name, value == null ? null : value.toString());
    }

    public ConnectionConfiguration clone() throws CloneNotSupportedException {
        return (ConnectionConfiguration) super.clone();
    }

    public void setStringsEncoding(String stringsEncoding) {
        setOption("string-attributes-encoding", stringsEncoding);
    }

    public String getStringsEncoding() {
        return getOption("string-attributes-encoding");
    }

    public void setLocalBindingHost(String localBindingHost) {
        setOption("transport-address", localBindingHost);
    }

    public String getLocalBindingHost() {
        return getOption("transport-address");
    }

    public void setLocalBindingPort(Integer localBindingPort) {
        setInteger("transport-port", localBindingPort);
    }

    public Integer getLocalBindingPort() {
        return getInteger("transport-port");
    }

    public void setIPv6Enabled(boolean enableIPv6) {
        setBoolean("enable-ipv6", enableIPv6);
    }

    public boolean isIPv6Enabled() {
        return getBoolean("enable-ipv6");
    }

    public void setIPVersion(String ipVersion) {
        setOption("ip-version", ipVersion);
    }

    public String getIPVersion() {
        return getOption("ip-version");
    }

    public void setUseAddp(boolean useAddp) {
        setOption("protocol", useAddp ? "addp" : null);
    }

    public boolean isUseAddp() {
        return "addp".equals(getOption("protocol"));
    }

    public void setAddpClientTimeout(Integer timeout) {
        setInteger("addp-timeout", timeout);
    }

    public Integer getAddpClientTimeout() {
        return getInteger("addp-timeout");
    }

    public void setAddpServerTimeout(Integer timeout) {
        setInteger("addp-remote-timeout", timeout);
    }

    public Integer getAddpServerTimeout() {
        return getInteger("addp-remote-timeout");
    }

    @Deprecated
    public void setAddpTrace(String traceMode) {
        setOption("addp-trace", traceMode);
    }

    @Deprecated
    public String getAddpTrace() {
        return getOption("addp-trace");
    }

    public void setAddpTraceMode(AddpTraceMode traceMode) {
        setOption("addp-trace", traceMode.name());
    }

    public AddpTraceMode getAddpTraceMode() {
        String mode = getOption("addp-trace");
        return mode == null ? AddpTraceMode.None : AddpTraceMode.parse(mode);
    }

    public void setTLSEnabled(boolean enabled) {
        setBoolean("tls", enabled);
    }

    public boolean isTLSEnabled() {
        return getBoolean("tls");
    }

    @Deprecated
    public String getTLSVersion() {
        return getOption("tls-version");
    }

    @Deprecated
    public void setTLSVersion(String tlsVersion) {
        setOption("tls-version", tlsVersion);
    }

    public Integer getBacklog() {
        return getInteger("backlog");
    }

    public void setBacklog(Integer backlog) {
        setInteger("backlog", backlog);
    }
}
