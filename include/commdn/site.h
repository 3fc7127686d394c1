/*
 * Sites: the settings of each contact centre, from a file. Part of commdn.h, and generated, too.
 */
#ifndef COMMDN_SITE_H
#define COMMDN_SITE_H

#include "base.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Read a site from a settings file.
 *
 * `path` is the file; NULL for the one that COMMDN_CONFIG names, or else "commdn/config.toml" in
 * $XDG_CONFIG_HOME or ~/.config, on Windows in %APPDATA%. `name` is the site; NULL for the file's
 * default, or else what stands above all sections.
 *
 * Blocks:  while the file is read; the password is not looked up yet.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message names file, line and key, or the sites that
 *          there are; COMMDN_ERR_UNSUPPORTED in a build without sites.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_site_load(
    const char *path, const char *name, commdn_site **out_site, commdn_error **out_error);

/**
 * The options of a session: DN, application, password, OCS, time limits, charset and TLS. Change
 * them as any others.
 *
 * Blocks:  while the password is looked up: reads a file, or runs a command and waits for its end.
 * Errors:  COMMDN_ERR_INVALID_ARGUMENT, whose message names file, line and key: what is missing, a
 *          name that is no DBID, a password that cannot be had. It has no part of the password.
 */
COMMDN_API COMMDN_MUST_CHECK commdn_status COMMDN_CALL commdn_site_session_options(
    const commdn_site *site, commdn_session_options **out_session_options,
    commdn_error **out_error);

/**
 * The setting of a key, such as "region" or "expect"; NULL if it is not set. docs/sites.md lists
 * the keys.
 */
COMMDN_API const commdn_site_setting * COMMDN_CALL commdn_site_get(
    const commdn_site *site, const char *key);

/**
 * The alias of a kind ("campaign", "group", "ocs", "application") with that name, in upper or lower
 * case; NULL if there is none.
 */
COMMDN_API const commdn_site_alias * COMMDN_CALL commdn_site_find_alias(
    const commdn_site *site, const char *kind, const char *name);

/** The DBID at `index`; 0 if there is none. */
COMMDN_API int32_t COMMDN_CALL commdn_site_setting_dbid_at(
    const commdn_site_setting *setting, size_t index);

/** Free it; settings and aliases of it end with it. */
COMMDN_API void COMMDN_CALL commdn_site_free(commdn_site *site);

/** Its name; NULL if it is only what stands above all sections. */
COMMDN_API const char * COMMDN_CALL commdn_site_name(const commdn_site *site);

/** The file that it was read from; NULL for NULL. */
COMMDN_API const char * COMMDN_CALL commdn_site_path(const commdn_site *site);

/**
 * Its server, or a primary and its backups with commas between, as commdn_session_open() takes
 * them; NULL if it has none.
 */
COMMDN_API const char * COMMDN_CALL commdn_site_server(const commdn_site *site);

/** How many keys are set; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_site_setting_count(const commdn_site *site);

/** The setting at "index", those of the site's section first; NULL if there is none. */
COMMDN_API const commdn_site_setting * COMMDN_CALL commdn_site_setting_at(
    const commdn_site *site, size_t index);

/** How many names it gives to DBIDs; 0 for NULL. */
COMMDN_API size_t COMMDN_CALL commdn_site_alias_count(const commdn_site *site);

/** The alias at "index"; NULL if there is none. */
COMMDN_API const commdn_site_alias * COMMDN_CALL commdn_site_alias_at(
    const commdn_site *site, size_t index);

/** "campaign", "group", "ocs" or "application"; NULL for NULL. */
COMMDN_API const char * COMMDN_CALL commdn_site_alias_kind(const commdn_site_alias *alias);

/** The name; NULL for NULL. */
COMMDN_API const char * COMMDN_CALL commdn_site_alias_name(const commdn_site_alias *alias);

/** The DBID; 0 for NULL. */
COMMDN_API int32_t COMMDN_CALL commdn_site_alias_dbid(const commdn_site_alias *alias);

/** Of a campaign, the DBID of the group that it is dialled for; 0 if that is not told. */
COMMDN_API int32_t COMMDN_CALL commdn_site_alias_group(const commdn_site_alias *alias);

/** Its line in the file, from 1 on; 0 for NULL. */
COMMDN_API uint32_t COMMDN_CALL commdn_site_alias_line(const commdn_site_alias *alias);

/** Its key; NULL for NULL. */
COMMDN_API const char * COMMDN_CALL commdn_site_setting_key(const commdn_site_setting *setting);

/** Its value as a text; of a password where it is, never what. NULL for NULL. */
COMMDN_API const char * COMMDN_CALL commdn_site_setting_text(const commdn_site_setting *setting);

/**
 * Its value as a number: a DBID, also where the file has a name for it, or milliseconds.
 *
 * Errors:  COMMDN_ERR_NOT_FOUND if it is neither a DBID nor a time.
 */
COMMDN_API commdn_status COMMDN_CALL commdn_site_setting_number(
    const commdn_site_setting *setting, int64_t *out_number);

/**
 * How many DBIDs it has, of "expect": the OCS that must answer a request to every OCS; 0 for NULL.
 */
COMMDN_API size_t COMMDN_CALL commdn_site_setting_dbid_count(const commdn_site_setting *setting);

/** Its line in the file, from 1 on; 0 for NULL. */
COMMDN_API uint32_t COMMDN_CALL commdn_site_setting_line(const commdn_site_setting *setting);

/** The site whose section it stands in; NULL if it stands above all sections and holds for each. */
COMMDN_API const char * COMMDN_CALL commdn_site_setting_section(const commdn_site_setting *setting);

#ifdef __cplusplus
}
#endif

#endif /* COMMDN_SITE_H */
