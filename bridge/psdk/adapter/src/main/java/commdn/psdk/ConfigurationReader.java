package commdn.psdk;

/** What answers a client's requests for objects; it refers to no class of the SDK. */
interface ConfigurationReader {
    /** Takes a request; never waits. */
    void read(Frame request);

    void close();
}
