//! Our walk of received bytes: every pair is seen, every text checked.

use commdn::kvlist::{KvError, KvScalar, KvStr, KvVisitor, Limits, Packing, visit};

/// What a walk gathers, so that no part of it can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// Pairs on all levels.
    pub pairs: usize,
    /// Bytes of keys and texts.
    pub text: usize,
    /// Sum of the numbers.
    pub numbers: i64,
}

impl Sum {
    /// A text, checked to be one.
    #[inline]
    pub fn text(&mut self, text: &str) {
        self.text += text.len();
    }

    /// A number.
    #[inline]
    pub fn number(&mut self, number: i32) {
        self.numbers += i64::from(number);
    }
}

/// Our walk: checks each pair as it is reached, and each text.
#[inline(never)]
pub fn walk(bytes: &[u8]) -> Option<Sum> {
    let mut walk = Walk(Sum::default());
    visit(bytes, Packing::DEFAULT, &Limits::DEFAULT, &mut walk).ok()?;
    Some(walk.0)
}

struct Walk(Sum);

/// Why our walk ends: all the same here.
struct Bad;

impl From<KvError> for Bad {
    fn from(_: KvError) -> Self {
        Self
    }
}

impl<'a> KvVisitor<'a> for Walk {
    type Error = Bad;

    #[inline(always)]
    fn pair(&mut self, key: KvStr<'a>, value: KvScalar<'a>) -> Result<(), Bad> {
        self.0.pairs += 1;
        self.0.text(key.utf8().ok_or(Bad)?);
        match value {
            KvScalar::String(text) => self.0.text(text.utf8().ok_or(Bad)?),
            KvScalar::Int(number) => self.0.number(number),
            KvScalar::Binary(_) | KvScalar::Unicode(_) => {}
        }
        Ok(())
    }

    #[inline(always)]
    fn enter(&mut self, key: KvStr<'a>, _: usize) -> Result<(), Bad> {
        self.0.pairs += 1;
        self.0.text(key.utf8().ok_or(Bad)?);
        Ok(())
    }

    #[inline(always)]
    fn leave(&mut self) -> Result<(), Bad> {
        Ok(())
    }
}
