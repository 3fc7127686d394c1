/*
 * The directory: names and DBIDs of the configuration. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_DIRECTORY_H
#define COMMDN_DIRECTORY_H

#include "base.h"

/** What is looked up in a directory. */
typedef enum commdn_noun {
    /** A tenant. */
    COMMDN_NOUN_TENANT = 1,
    /** A switch. */
    COMMDN_NOUN_SWITCH = 2,
    /** An application. */
    COMMDN_NOUN_APPLICATION = 3,
    /** A communication DN; its name is its number. */
    COMMDN_NOUN_DN = 4,
    /** A campaign. */
    COMMDN_NOUN_CAMPAIGN = 5,
    /** A group of agents. */
    COMMDN_NOUN_AGENT_GROUP = 6,
    /** A group of places. */
    COMMDN_NOUN_PLACE_GROUP = 7,
    /** A campaign that is configured for a group. */
    COMMDN_NOUN_CAMPAIGN_GROUP = 8,
    /** A calling list. */
    COMMDN_NOUN_CALLING_LIST = 9,
    /** A group of agents or of places. */
    COMMDN_NOUN_GROUP = 100,
    /** An application that is an OCS. */
    COMMDN_NOUN_OCS = 101
} commdn_noun;

#define COMMDN_NOUN_TENANT 1
#define COMMDN_NOUN_SWITCH 2
#define COMMDN_NOUN_APPLICATION 3
#define COMMDN_NOUN_DN 4
#define COMMDN_NOUN_CAMPAIGN 5
#define COMMDN_NOUN_AGENT_GROUP 6
#define COMMDN_NOUN_PLACE_GROUP 7
#define COMMDN_NOUN_CAMPAIGN_GROUP 8
#define COMMDN_NOUN_CALLING_LIST 9
#define COMMDN_NOUN_GROUP 100
#define COMMDN_NOUN_OCS 101

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Read a directory from a file: CSV, JSON, an export of mutagen (format RAW), or a local copy.
 *
 * Blocks:  while the file is read.
 * Errors:  COMMDN_ERR_STORAGE if it cannot be read; COMMDN_ERR_INVALID_DIRECTORY, whose message
 *          names the place of the fault; COMMDN_ERR_UNSUPPORTED in a build without files.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_load(
    const char *path, commdn_directory **out_directory, commdn_error **out_error);

/**
 * Read the configuration from a server that answers for Configuration Server: a bridge, or the
 * simulator.
 *
 * `address` is as for commdn_session_open(). No DN is registered; of `options`, which may be NULL,
 * the application, its password, TLS and connect_timeout_ms count.
 *
 * Blocks:  until all objects have come, or none for 30 seconds.
 * Errors:  those of commdn_session_open() for the connection and the login;
 *          COMMDN_ERR_TSERVER_REFUSED if the server does not read the configuration;
 *          COMMDN_ERR_TIMEOUT.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_fetch(
    const char *address, const commdn_session_options *options, commdn_directory **out_directory,
    commdn_error **out_error);

/**
 * Write a local copy for its owner only, in place of an earlier one; `source` tells where it comes
 * from.
 *
 * Blocks:  while the file is written.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT if something else than a local copy or an empty file is
 *          there; COMMDN_ERR_STORAGE; COMMDN_ERR_UNSUPPORTED in a build without files.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_store(
    const commdn_directory *directory, const char *path, const char *source,
    commdn_error **out_error);

/** The object of a COMMDN_NOUN with that DBID; NULL if there is none. */
COMMDN_API const commdn_directory_object * COMMDN_CALL commdn_directory_get(
    const commdn_directory *directory, int32_t noun_number, int32_t dbid);

/**
 * The object that a text means: a DBID in digits, a name in any case, or "tenant/name".
 *
 * Errors:  COMMDN_ERR_NAME_UNKNOWN, whose message has similar names; COMMDN_ERR_NAME_AMBIGUOUS,
 *          whose message tells how to write each.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_find(
    const commdn_directory *directory, int32_t noun_number, const char *text,
    const commdn_directory_object **out_object, commdn_error **out_error);

/**
 * The DBID that a text means, for requests; one in digits need not be in the directory.
 *
 * Errors:  as commdn_directory_find().
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_directory_resolve(
    const commdn_directory *directory, int32_t noun_number, const char *text, int32_t *out_dbid,
    commdn_error **out_error);

/**
 * A field that is a number or a flag: "tenant", "backup", "is_primary", "switch"; docs/directory.md
 * lists them.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if it is not known; COMMDN_ERR_INVALID_ARGUMENT also for a field
 *          that is none, or no number.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_directory_object_number(
    const commdn_directory_object *object, const char *field, int32_t *out_number,
    commdn_error **out_error);

/**
 * A field that is a text: "state", "application_type", "version", "dn_type"; docs/directory.md
 * lists them.
 *
 * Owns:    `*out_text` is the caller's, to be freed with commdn_string_free().
 * Errors:  COMMDN_ERR_NOT_FOUND if it is not known; COMMDN_ERR_INVALID_ARGUMENT also for a field
 *          that is none, or no text.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_directory_object_text(
    const commdn_directory_object *object, const char *field, char **out_text,
    commdn_error **out_error);

/**
 * An option of an application or a DN; names are compared without case.
 *
 * Owns:    `*out_value` is the caller's, to be freed with commdn_string_free().
 * Errors:  COMMDN_ERR_NOT_FOUND if it has no such option.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_directory_object_option(
    const commdn_directory_object *object, const char *section, const char *name, char **out_value,
    commdn_error **out_error);

/** Whether an application connects to the server with that DBID. */
COMMDN_API bool COMMDN_CALL commdn_directory_object_connects_to(
    const commdn_directory_object *object, int32_t server);

/** Free it; objects of it end with it. */
COMMDN_API void COMMDN_CALL commdn_directory_free(commdn_directory *directory);

/** How many objects it has; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_directory_count(const commdn_directory *directory);

/** The object at "index"; NULL if there is none. */
COMMDN_API const commdn_directory_object * COMMDN_CALL commdn_directory_at(
    const commdn_directory *directory, size_t index);

/** Its kind, a COMMDN_NOUN number; 0 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_directory_object_kind(const commdn_directory_object *object);

/** Its DBID; 0 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_directory_object_dbid(const commdn_directory_object *object);

/** Its name, of a DN its number; NULL for NULL. */
COMMDN_API const char * COMMDN_CALL commdn_directory_object_name(
    const commdn_directory_object *object);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_DIRECTORY_H */
