//! `commdn-bridge hash`: the hash of a password, which is read from standard input and never shown.

use std::io::{BufRead, IsTerminal, stdin};

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher, SaltString};
use zeroize::Zeroizing;

use super::Done;

pub(super) fn run() -> Done {
    if stdin().is_terminal() {
        return Err("the password is read from standard input, which is a terminal here and would show it: \
                    commdn-bridge hash < FILE"
            .into());
    }
    let mut line = Zeroizing::new(String::new());
    stdin().lock().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err("there is no password on standard input".into());
    }
    println!("{}", hash(password.as_bytes())?);
    Ok(())
}

fn hash(password: &[u8]) -> Result<String, String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>()).map_err(|e| e.to_string())?;
    let hash = Argon2::default().hash_password(password, &salt).map_err(|e| e.to_string())?;
    Ok(hash.to_string())
}
