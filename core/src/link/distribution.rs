//! Requests that distribute user data on one DN, written without building each frame anew.

use super::client_request;
use super::frame::LENGTH_LEN;

/// Frames that distribute user data on one DN: they differ in their reference id, their data, and
/// in lengths only.
#[derive(Debug)]
pub(super) struct Distribution {
    /// The frame with reference id 0 and without data, which would stand at its end.
    empty: Box<[u8]>,
}

/// The head of an attribute: its id and its length.
const HEAD_LEN: usize = 6;

impl Distribution {
    /// On that DN.
    pub fn on(dn: &str) -> Self {
        let mut empty = Vec::new();
        client_request::distribute(dn, 0, &[], &mut empty);
        Self { empty: empty.into_boxed_slice() }
    }

    /// Append one to `out`.
    pub fn write(&self, reference: i32, user_data: &[u8], out: &mut Vec<u8>) {
        out.reserve(self.empty.len() + user_data.len());
        let start = out.len();
        out.extend_from_slice(&self.empty);
        let len = |before: usize| u32::try_from(before + user_data.len()).unwrap_or(u32::MAX);
        if let Some(frame) = out.get_mut(start..)
            && let Some((head, frame)) = frame.split_first_chunk_mut::<LENGTH_LEN>()
        {
            *head = len(frame.len()).to_be_bytes();
            // From the end: the data's length after its id, the nested frame's number, and its
            // length.
            let parts = frame.split_last_chunk_mut::<4>().and_then(|(rest, data)| {
                let nested = rest.split_last_chunk_mut::<8>()?;
                let (rest, [len @ .., _, _, _, _]) = nested;
                let (_, number) = rest.split_last_chunk_mut::<6>()?;
                let [number @ .., _, _] = number;
                Some((data, len, number))
            });
            if let Some((data, nested, number)) = parts {
                *data = len(0).to_be_bytes();
                *nested = len(2 + HEAD_LEN).to_be_bytes();
                *number = reference.to_be_bytes();
            }
        }
        out.extend_from_slice(user_data);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distribution_is_what_the_general_writer_makes() {
        for dn in ["", "8001", "a rather long name of a communication DN"] {
            let distribution = Distribution::on(dn);
            for data in [vec![], vec![7; 1], vec![8; 221], vec![9; 65_535]] {
                for reference in [0, 1, -1, i32::MAX] {
                    let (mut quick, mut general) = (vec![1, 2], vec![1, 2]);
                    distribution.write(reference, &data, &mut quick);
                    client_request::distribute(dn, reference, &data, &mut general);
                    assert_eq!(quick, general);
                }
            }
        }
    }
}
