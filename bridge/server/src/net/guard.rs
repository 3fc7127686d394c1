//! Guard: whether a client is who it says it is, by its password or its certificate.
//!
//! Owns the secrets. A password's hash is made to be slow, so a password that was right once is remembered as a keyed
//! digest, whose key never leaves the process: a thousand clients that come back at once are let in at once.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use argon2::{Argon2, PasswordHash, PasswordVerifier};
use commdn_config::ConfigError;
use commdn_rt::sync::Mutex;
use ring::hmac;
use ring::rand::SystemRandom;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::config::{Client, Config};
use crate::hub::{Credentials, Refusal, Rights};
use crate::upstream::read_secret;

/// T-Server's code for a wrong application or password.
const INVALID_ATTRIBUTE: i32 = 53;
/// Who guesses passwords waits so long for each answer.
const WRONG_DELAY: Duration = Duration::from_millis(500);
/// Passwords that are looked at at a time: each takes a processor and some megabytes.
const AT_A_TIME: usize = 2;

/// Lets clients in.
pub(crate) struct Guard {
    clients: HashMap<String, Arc<Entry>>,
    unknown: Option<Arc<Rights>>,
    key: Arc<hmac::Key>,
    verifying: Semaphore,
}

struct Entry {
    rights: Arc<Rights>,
    certificate: Option<String>,
    secret: Secret,
    /// The digest of the password that was right.
    known: Mutex<Option<hmac::Tag>>,
}

/// What a password is compared with.
enum Secret {
    None,
    Hash(String),
    /// The digest of a password that is in a file.
    Digest(hmac::Tag),
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Guard").field("clients", &self.clients.len()).finish_non_exhaustive()
    }
}

impl Guard {
    /// Read the secrets.
    ///
    /// # Errors
    /// A file that cannot be read, or has neither a password nor a hash.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        let random = SystemRandom::new();
        let key = hmac::Key::generate(hmac::HMAC_SHA256, &random)
            .map_err(|_| ConfigError::at("client", "the system has no random numbers"))?;
        let mut clients = HashMap::new();
        for (index, client) in config.client.iter().enumerate() {
            let secret = secret(client, &key)
                .map_err(|text| ConfigError::at(format!("client.{index}.password_file"), text))?;
            let entry = Entry {
                rights: Arc::new(Rights::of(client, &config.clients.limits)),
                certificate: client.certificate.clone(),
                secret,
                known: Mutex::new(None),
            };
            clients.insert(client.name.clone(), Arc::new(entry));
        }
        let unknown = config.clients.unknown;
        Ok(Self {
            clients,
            unknown: unknown.then(|| Arc::new(Rights::unknown(&config.clients.limits))),
            key: Arc::new(key),
            verifying: Semaphore::new(AT_A_TIME),
        })
    }

    /// The rights of a client that shows these credentials, over a connection with a certificate for these names.
    pub async fn check(
        &self,
        credentials: &Credentials,
        certificate: Option<&[String]>,
    ) -> Result<Arc<Rights>, Refusal> {
        let name = &credentials.name;
        let Some(entry) = self.clients.get(name) else {
            return match &self.unknown {
                Some(rights) => Ok(Arc::clone(rights)),
                None => {
                    Err(wrong(format!("Application '{name}' is not known to this bridge")).await)
                }
            };
        };
        if let Some(wanted) = &entry.certificate
            && !certificate.is_some_and(|names| names.contains(wanted))
        {
            let what = if certificate.is_some() { "is for another name" } else { "is missing" };
            return Err(wrong(format!("The certificate of application '{name}' {what}")).await);
        }
        let given = credentials.password.as_ref();
        if matches!(entry.secret, Secret::None) {
            return Ok(Arc::clone(&entry.rights));
        }
        let Some(given) = given else {
            return Err(wrong(format!("The password of application '{name}' is missing")).await);
        };
        if self.is_right(entry, given.clone()).await {
            Ok(Arc::clone(&entry.rights))
        } else {
            Err(wrong(format!("The password of application '{name}' is wrong")).await)
        }
    }

    async fn is_right(&self, entry: &Arc<Entry>, given: Zeroizing<Vec<u8>>) -> bool {
        let fits = |tag: &hmac::Tag| hmac::verify(&self.key, &given, tag.as_ref()).is_ok();
        if let Secret::Digest(tag) = &entry.secret {
            return fits(tag);
        }
        if entry.known.lock().as_ref().is_some_and(fits) {
            return true;
        }
        let Ok(_turn) = self.verifying.acquire().await else { return false };
        if entry.known.lock().as_ref().is_some_and(fits) {
            return true;
        }
        let (entry, key) = (Arc::clone(entry), Arc::clone(&self.key));
        let verify = move || {
            let Secret::Hash(hash) = &entry.secret else { return false };
            let right = PasswordHash::new(hash)
                .is_ok_and(|hash| Argon2::default().verify_password(&given, &hash).is_ok());
            if right {
                *entry.known.lock() = Some(hmac::sign(&key, &given));
            }
            right
        };
        tokio::task::spawn_blocking(verify).await.unwrap_or(false)
    }
}

fn secret(client: &Client, key: &hmac::Key) -> Result<Secret, String> {
    if let Some(hash) = &client.password_hash {
        return Ok(Secret::Hash(hash.clone()));
    }
    let Some(path) = &client.password_file else { return Ok(Secret::None) };
    let text = Zeroizing::new(read_secret(path)?);
    if text.starts_with("$argon2") {
        PasswordHash::new(&text)
            .map_err(|error| format!("{} has no hash in PHC form: {error}", path.display()))?;
        return Ok(Secret::Hash(text.to_string()));
    }
    Ok(Secret::Digest(hmac::sign(key, text.as_bytes())))
}

async fn wrong(text: String) -> Refusal {
    tokio::time::sleep(WRONG_DELAY).await;
    (INVALID_ATTRIBUTE, text)
}
