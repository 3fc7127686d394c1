//! How a site is read, or its absence: the only file that knows of the feature `site`.

#[cfg(feature = "site")]
pub(super) use present::{Source, load, options};

#[cfg(not(feature = "site"))]
pub(super) use absent::{Source, load, options};

#[cfg(not(feature = "site"))]
mod absent {
    use super::super::commdn_site;
    use crate::boundary::Fault;
    use crate::boundary::status::COMMDN_ERR_UNSUPPORTED;
    use crate::objects::options::commdn_session_options;

    /// There is no site to be had.
    pub(crate) type Source = std::convert::Infallible;

    pub(crate) fn load(_: Option<&str>, _: Option<&str>) -> Result<commdn_site, Fault> {
        let text =
            "this build of the library reads no settings files: build it with the feature site";
        Err(Fault::new(COMMDN_ERR_UNSUPPORTED, text))
    }

    pub(crate) fn options(source: &Source) -> Result<commdn_session_options, Fault> {
        match *source {}
    }
}

#[cfg(feature = "site")]
mod present {
    use std::path::Path;

    use commdn::site::{Alias, Setting, Site, SiteFile, Value};

    use super::super::alias::commdn_site_alias;
    use super::super::commdn_site;
    use super::super::setting::commdn_site_setting;
    use crate::boundary::{CText, Fault};
    use crate::objects::options::commdn_session_options;

    pub(crate) type Source = Site;

    pub(crate) fn load(path: Option<&str>, name: Option<&str>) -> Result<commdn_site, Fault> {
        let site = match path {
            Some(path) => SiteFile::load(Path::new(path))?.site(name)?,
            None => Site::load(name)?,
        };
        Ok(commdn_site {
            path: CText::new(site.path().to_string_lossy().as_bytes()),
            name: site.name().map(CText::new),
            server: site.text("server").map(CText::new),
            settings: site.settings().iter().map(|one| setting(&site, one)).collect(),
            aliases: site.aliases().iter().map(alias).collect(),
            source: site,
        })
    }

    pub(crate) fn options(site: &Site) -> Result<commdn_session_options, Fault> {
        let mut options = commdn_session_options::new(site.config()?);
        if let Some(tls) = site.tls()? {
            options.set_tls(|_| tls);
        }
        Ok(options)
    }

    fn setting(site: &Site, one: &Setting) -> commdn_site_setting {
        let number = match &one.value {
            Value::Number(number) => Some(i64::from(*number)),
            Value::Seconds(_) => {
                site.time(one.key).and_then(|time| i64::try_from(time.as_millis()).ok())
            }
            Value::Text(_) => named(site, one.key).map(i64::from),
            _ => None,
        };
        commdn_site_setting {
            key: CText::new(one.key),
            text: CText::new(one.value.to_string()),
            number,
            dbids: site.dbids(one.key).to_vec(),
            line: line(one.line),
            section: one.section.as_deref().map(CText::new),
        }
    }

    /// The DBID of a key that has a name of the site's.
    fn named(site: &Site, key: &str) -> Option<i32> {
        let kind = match key {
            "app_dbid" => "application",
            "ocs_dbid" => "ocs",
            _ => return None,
        };
        // A name that is none is an error of the options, which say so.
        site.dbid(key, kind).ok().flatten()
    }

    fn alias(one: &Alias) -> commdn_site_alias {
        commdn_site_alias {
            kind: CText::new(one.kind),
            name: CText::new(&one.name),
            dbid: one.dbid,
            group: one.group.unwrap_or(0),
            line: line(one.line),
        }
    }

    fn line(line: usize) -> u32 {
        u32::try_from(line).unwrap_or(u32::MAX)
    }
}
