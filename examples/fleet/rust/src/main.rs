//! A producer in Rust with lapin: one do-not-call request, confirmed by the broker.
//!
//!     commdn-fleet-producer BROKER SITE LANES KEY PHONE [CUSTOMER]

use std::error::Error;

use lapin::options::{BasicPublishOptions, ConfirmSelectOptions};
use lapin::types::{AMQPValue, FieldTable};
use lapin::{BasicProperties, Confirmation, Connection, ConnectionProperties};
use serde_json::json;

/// The lane that keeps a customer's requests in order.
fn lane_of(phone: &str, customer: Option<&str>, lanes: u32) -> u32 {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let text = customer.filter(|text| !text.is_empty()).unwrap_or(if digits.is_empty() { phone } else { &digits });
    crc32fast::hash(text.as_bytes()) % lanes
}

fn text(value: &str) -> AMQPValue {
    AMQPValue::LongString(value.into())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let [url, site, lanes, key, phone, rest @ ..] = given.as_slice() else {
        return Err("commdn-fleet-producer BROKER SITE LANES KEY PHONE [CUSTOMER]".into());
    };
    let customer = rest.first().map(String::as_str);
    let row = json!({"key": key, "type": "do_not_call", "phone": phone, "customer_id": customer});
    let body = json!([[{"v": 1, "site": site, "rows": [row]}], {}, {}]).to_string();
    let mut headers = FieldTable::default();
    headers.insert("lang".into(), text("rust"));
    headers.insert("task".into(), text("commdn.records.v1"));
    headers.insert("id".into(), text(key));
    let properties = BasicProperties::default()
        .with_content_type("application/json".into())
        .with_content_encoding("utf-8".into())
        .with_delivery_mode(2)
        .with_headers(headers);

    let connection = Connection::connect(url, ConnectionProperties::default()).await?;
    let channel = connection.create_channel().await?;
    channel.confirm_select(ConfirmSelectOptions::default()).await?;
    let lane = format!("bulk.{}", lane_of(phone, customer, lanes.parse()?));
    let options = BasicPublishOptions { mandatory: true, ..Default::default() };
    let confirm = channel
        .basic_publish(format!("commdn.{site}").into(), lane.into(), options, body.as_bytes(), properties)
        .await?
        .await?;
    match confirm {
        Confirmation::Ack(None) => println!("{key} is with the broker"),
        Confirmation::Ack(Some(_)) => return Err("no queue is bound".into()),
        _ => return Err("the queue is at its limit".into()),
    }
    connection.close(200, "done".into()).await?;
    Ok(())
}
