package com.genesyslab.platform.commons.connection.configuration;

import java.io.Serializable;
import java.util.Properties;

/** Options in a Properties object. */
public class PropertyConfiguration extends AbstractConnectionConfiguration implements Serializable {
    private final Properties options;

    public PropertyConfiguration() {
        this(new Properties());
    }

    public PropertyConfiguration(Properties props) {
        options = props;
    }

    public PropertyConfiguration(String uriQueryString) {
        this();
        for (String option : uriQueryString.split("&")) {
            int equals = option.indexOf('=');
            if (equals > 0) {
                options.setProperty(option.substring(0, equals), option.substring(equals + 1));
            }
        }
    }

    public void setOption(String name, String value) {
        if (value == null) {
            options.remove(name);
        } else {
            options.setProperty(name, value);
        }
    }

    public String getOption(String name, String defaultValue) {
        return options.getProperty(name, defaultValue);
    }

    public boolean isEmpty() {
        return options.isEmpty();
    }

    public PropertyConfiguration clone() {
        return new PropertyConfiguration((Properties) options.clone());
    }

    public String toString() {
        return "PropertyConfiguration of " + options.size() + " options";
    }

    public boolean equals(Object obj) {
        return obj instanceof PropertyConfiguration
                && ((PropertyConfiguration) obj).options.equals(options);
    }

    public int hashCode() {
        return options.hashCode();
    }
}
