//! Tells helgrind which lock orders which threads, by valgrind's client requests.
//!
//! helgrind follows pthread's functions; the standard library's locks are words in memory, and all
//! that they protect looks like a race. Each release of a lock "happens before" its next acquisition;
//! outside of valgrind a request is a few rotations that change nothing. Never in a shipped build.

// The request is an instruction sequence.
#![allow(unsafe_code)]

use std::arch::asm;

/// `_VG_USERREQ__HG_USERSO_SEND_PRE` of valgrind's `helgrind.h`.
const HAPPENS_BEFORE: usize = 0x4847_0121;
/// `_VG_USERREQ__HG_USERSO_RECV_POST`.
const HAPPENS_AFTER: usize = 0x4847_0122;

/// The lock around `value` was taken.
#[inline(never)]
pub fn acquired<T: ?Sized>(value: &T) {
    request(HAPPENS_AFTER, value);
}

/// The lock around `value` is about to be given back.
#[inline(never)]
pub fn releasing<T: ?Sized>(value: &T) {
    request(HAPPENS_BEFORE, value);
}

/// `VALGRIND_DO_CLIENT_REQUEST` of valgrind's `valgrind.h` for x86-64.
fn request<T: ?Sized>(request: usize, value: &T) {
    let tag = std::ptr::from_ref(value).cast::<()>() as usize;
    let arguments = [request, tag, 0, 0, 0, 0];
    // SAFETY: four rotations by 128 bits in all and an exchange of a register with itself leave every
    // register as it was, but the result in rdx; valgrind reads the six words that rax points to.
    unsafe {
        asm!(
            "rol rdi, 3", "rol rdi, 13", "rol rdi, 61", "rol rdi, 51", "xchg rbx, rbx",
            in("rax") &raw const arguments,
            inout("rdx") 0_usize => _,
        );
    }
}
