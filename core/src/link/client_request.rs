//! Frames that a client asks with. A client with one DN distributes by a frame that it has prepared.

use super::frame::FrameWriter;
use super::ids::{AttributeId, MessageId};

/// T-Library's ModeShare.
const MODE_SHARE: i32 = 0;
/// T-Library's AddressTypeDN.
const ADDRESS_TYPE_DN: i32 = 1;

/// Append the registration of a DN to `out`.
pub fn register(dn: &str, reference: i32, out: &mut Vec<u8>) {
    FrameWriter::new(out, MessageId::REGISTER_ADDRESS)
        .bytes(AttributeId::THIS_DN, dn.as_bytes())
        .int(AttributeId::REFERENCE_ID, reference)
        .int(AttributeId::REGISTER_MODE, MODE_SHARE)
        .int(AttributeId::ADDRESS_TYPE, ADDRESS_TYPE_DN);
}

/// Append the end of a registration to `out`.
pub fn unregister(dn: &str, reference: i32, out: &mut Vec<u8>) {
    FrameWriter::new(out, MessageId::UNREGISTER_ADDRESS)
        .bytes(AttributeId::THIS_DN, dn.as_bytes())
        .int(AttributeId::REFERENCE_ID, reference);
}

/// Append the distribution of packed user data on a DN to `out`.
pub fn distribute(dn: &str, reference: i32, user_data: &[u8], out: &mut Vec<u8>) {
    FrameWriter::new(out, MessageId::DISTRIBUTE_USER_EVENT)
        .bytes(AttributeId::COMMUNICATION_DN, dn.as_bytes())
        .int(AttributeId::REFERENCE_ID, reference)
        .nested(AttributeId::USER_EVENT, MessageId::USER_EVENT, |event| {
            event.bytes(AttributeId::USER_DATA, user_data);
        });
}

/// Append a request for the objects of a kind to `out`; `filter` is a packed list of what they must
/// be, and may be empty.
pub fn read_objects(kind: i32, filter: &[u8], reference: i32, out: &mut Vec<u8>) {
    let mut frame = FrameWriter::new(out, MessageId::READ_OBJECTS);
    frame.int(AttributeId::REFERENCE_ID, reference).int(AttributeId::OBJECT_KIND, kind);
    if !filter.is_empty() {
        frame.bytes(AttributeId::FILTER, filter);
    }
}
