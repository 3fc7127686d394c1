//! The requests of a round: each is about one phone number of its own, and about a customer who has several of them.

/// Customers: few, so that each has to wait for requests of both clients.
const CUSTOMERS: u64 = 12;

/// The phone of a request.
pub fn phone(number: u64) -> String {
    format!("555{number:07}")
}

/// The customer of a request.
pub fn customer(number: u64) -> String {
    format!("C-{:02}", number % CUSTOMERS)
}

/// The customer of the request with that phone.
pub fn customer_of(phone: &str) -> Option<String> {
    phone.strip_prefix("555")?.parse().ok().map(customer)
}

/// The phones of the requests in sent bytes, where texts stand as they are.
pub fn phones_in(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let phone =
        |window: &&[u8]| window.starts_with(b"555") && window.iter().all(u8::is_ascii_digit);
    bytes.windows(10).filter(phone).filter_map(|window| std::str::from_utf8(window).ok())
}
