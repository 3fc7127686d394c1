//! Doubts: reasons why a text of digits and separators is not one number.
//!
//! Columns also hold pairs of numbers, ids beside numbers, extensions, dates, amounts and
//! addresses. Each rule looks at groups of digits; the order of the rules only decides which reason
//! is reported.

use super::digits::FEWEST;
use super::error::PhoneErrorKind as Kind;
use super::groups::{Group, Groups};
use super::marks::Mark;
use super::reading::{self, Parts};

/// Digits of a group that is a number without its country code anywhere.
const WHOLE: usize = 9;
/// Digits of a number behind one digit: a trunk code, or the country codes 1 and 7.
const LEAD_DIGITS: usize = 11;
/// Most groups that people write.
const MOST_GROUPS: usize = 8;
/// Most groups of one digit; more are a list.
const MOST_SINGLES: usize = 3;

type Checked = Result<(), Kind>;

fn refuse_if(wrong: bool, kind: Kind) -> Checked {
    if wrong { Err(kind) } else { Ok(()) }
}

/// Look for everything that speaks against one number.
pub(super) fn check(groups: &Groups) -> Checked {
    if groups.len() < 2 {
        return Ok(());
    }
    let parts = reading::parts(groups)?;
    dates(groups, &parts)?;
    two_numbers(groups, &parts)?;
    amounts(groups, &parts)?;
    whole_and_more(groups, &parts)?;
    slashes(groups, &parts)?;
    let uneven = groups.iter().find(|group| !reading::is_even(*group));
    refuse_if(uneven.is_some(), Kind::Misplaced(' '))?;
    let singles = groups.iter().filter(|group| group.digits.len() == 1).count();
    refuse_if(groups.len() > MOST_GROUPS || singles > MOST_SINGLES, Kind::MoreDigits)
}

/// A group as a number; longer ones are none of a date.
fn number(digits: &[u8]) -> Option<u32> {
    let text = std::str::from_utf8(digits).ok()?;
    if digits.len() > 4 { None } else { text.parse().ok() }
}

fn is_year(digits: &[u8]) -> bool {
    digits.len() == 4 && number(digits).is_some_and(|year| (1900..2100).contains(&year))
}

/// Whether two groups are a day and a month, in either order.
fn is_day_and_month(a: &[u8], b: &[u8]) -> bool {
    let fits = |digits: &[u8], most| {
        digits.len() <= 2 && number(digits).is_some_and(|n| (1..=most).contains(&n))
    };
    (fits(a, 31) && fits(b, 12)) || (fits(a, 12) && fits(b, 31))
}

/// Whether eight digits are a date without separators.
fn is_packed_date(digits: &[u8]) -> bool {
    let halves = |at| digits.split_at_checked(at).filter(|_| digits.len() == 8);
    let day = |pair: &[u8]| pair.split_at_checked(2).is_some_and(|(a, b)| is_day_and_month(a, b));
    halves(4).is_some_and(|(a, b)| (is_year(a) && day(b)) || (is_year(b) && day(a)))
}

/// Digits that are not of the groups from `start` to `end`, without `00` and country code.
fn digits_beside(groups: &Groups, parts: &Parts<'_>, start: usize, end: usize) -> usize {
    let prefix = match (parts.code, groups.plus) {
        (Some(code), true) => code.len(),
        (Some(code), false) => code.len() + 2,
        (None, _) => 0,
    };
    let within: usize = groups.iter().take(end).skip(start).map(|group| group.digits.len()).sum();
    groups.digits().len().saturating_sub(within).saturating_sub(prefix)
}

fn dates(groups: &Groups, parts: &Parts<'_>) -> Checked {
    let at = |index: usize| groups.get(index);
    let packed = groups.iter().enumerate().any(|(index, group)| {
        is_packed_date(group.digits) && digits_beside(groups, parts, index, index + 1) >= FEWEST
    });
    refuse_if(packed, Kind::Date)?;
    for start in 0..groups.len() {
        let (Some(a), Some(b), Some(c)) = (at(start), at(start + 1), at(start + 2)) else { break };
        let joined = b.gap == c.gap && !b.gap.open && !b.gap.close;
        let full = (is_year(a.digits) && is_day_and_month(b.digits, c.digits))
            || (is_year(c.digits) && is_day_and_month(a.digits, b.digits));
        let short = c.digits.len() == 2 && is_day_and_month(a.digits, b.digits);
        if !joined || !(full || short) {
            continue;
        }
        let beside = digits_beside(groups, parts, start, start + 3);
        let alone = start == 0 && groups.len() == 3 && !groups.plus;
        let apart = |group: Option<Group<'_>>| group.is_none_or(|group| group.gap != b.gap);
        let run = (start == 0 || a.gap != b.gap) && apart(at(start + 3));
        let dated = match (full, b.gap.joiner) {
            (true, Some(_)) => true,
            (true, None) => alone || (beside >= FEWEST && has_whole(groups)),
            (false, Some(_)) => run && beside >= FEWEST,
            (false, None) => false,
        };
        refuse_if(dated, Kind::Date)?;
    }
    Ok(())
}

fn has_whole(groups: &Groups) -> bool {
    groups.iter().any(|group| group.digits.len() >= FEWEST)
}

/// Whether a group is parted from the one in front by blanks or a slash; an area code is not.
fn starts_part(group: &Group<'_>) -> bool {
    let gap = group.gap;
    match gap.joiner {
        Some(Mark::Slash) => true,
        Some(_) => false,
        None => gap.blank_before && !gap.close,
    }
}

/// Two numbers: two groups, or two parts between blanks, that are numbers each, or one form twice.
fn two_numbers(groups: &Groups, parts: &Parts<'_>) -> Checked {
    let long = groups.iter().filter(|group| group.digits.len() >= FEWEST).count();
    refuse_if(long > 1, Kind::TwoNumbers)?;
    let (mut part, mut whole) = (0, 0);
    for group in groups.iter() {
        if starts_part(&group) {
            part = 0;
        }
        let before = part;
        part += group.digits.len();
        whole += usize::from(before < FEWEST && part >= FEWEST);
    }
    refuse_if(whole > 1, Kind::TwoNumbers)?;
    let half = groups.len() / 2;
    let lens = || groups.iter().map(|group| group.digits.len());
    let twice = groups.len().is_multiple_of(2) && lens().take(half).eq(lens().skip(half));
    let digits: usize = lens().take(half).sum();
    let bare = parts.code.is_none() && groups.digits().first() != Some(&b'0');
    let pair = twice && (digits >= FEWEST || (half == 1 && bare && digits == FEWEST - 1));
    refuse_if(pair, Kind::TwoNumbers)
}

/// Decimals, thousands separators and addresses: what dots mean elsewhere.
fn amounts(groups: &Groups, parts: &Parts<'_>) -> Checked {
    let dotted = |group: &Group<'_>| group.gap.joiner == Some(Mark::Dot);
    let dots = groups.iter().filter(dotted).count();
    let all = dots + 1 == groups.len();
    let Some(first) = groups.get(0) else { return Ok(()) };
    let fraction = groups
        .iter()
        .zip(groups.iter().skip(1))
        .any(|(whole, fraction)| dotted(&fraction) && whole.digits.len() >= FEWEST);
    refuse_if(fraction, Kind::Amount)?;
    if dots == 1 {
        // A zone, an area code in parentheses or a trunk zero is none of a decimal.
        let settled = match parts.code {
            Some(_) => groups.len() > 2 || parts.code_alone,
            None if groups.iter().any(|group| group.bracketed) => true,
            None => first.digits.starts_with(b"0") && first.digits.len() > 1,
        };
        refuse_if(!settled, Kind::Amount)?;
    }
    if !all || parts.code.is_some() {
        return Ok(());
    }
    let octets = groups.len() == 4
        && groups.iter().all(|group| {
            group.digits.len() <= 3 && number(group.digits).is_some_and(|octet| octet < 256)
        });
    refuse_if(octets, Kind::Address)?;
    let thousands = first.digits.len() < 3
        && first.digits.first() != Some(&b'0')
        && groups.iter().skip(1).all(|group| group.digits.len() == 3);
    refuse_if(thousands, Kind::Amount)
}

/// A whole number with more behind it, or in front of it.
fn whole_and_more(groups: &Groups, parts: &Parts<'_>) -> Checked {
    let Some(last) = groups.iter().next_back() else { return Ok(()) };
    let count = groups.len();
    for (index, group) in groups.iter().enumerate().take(count - 1) {
        let code = if index < parts.national && parts.code.is_some() { 3 } else { 0 };
        let zeros = if group.digits.starts_with(b"00") { 2 } else { 0 };
        refuse_if(group.digits.len() >= FEWEST + code + zeros, Kind::MoreDigits)?;
    }
    // A direct dial of one or two digits, or the end of a range.
    let before: usize = groups.digits().len() - last.digits.len();
    let previous = groups.get(count.saturating_sub(2)).map_or(0, |group| group.digits.len());
    let tail = last.digits.len() <= 2
        && previous >= 4
        && before >= FEWEST
        && last.gap.joiner == Some(Mark::Hyphen);
    refuse_if(tail, Kind::MoreDigits)?;
    // The decimal zero of a spreadsheet; pairs of digits may end with one of their own.
    let decimal = last.gap.joiner == Some(Mark::Dot)
        && last.digits.iter().all(|digit| *digit == b'0')
        && (last.digits.len() == 1 || (last.digits.len() == 2 && previous >= 4))
        && before >= FEWEST;
    refuse_if(decimal, Kind::Amount)?;
    refuse_if(parts.code.is_none() && has_front(groups), Kind::MoreDigits)
}

/// Whether a number without `+` has digits before it that may be an id or a country code.
fn has_front(groups: &Groups) -> bool {
    let (Some(first), Some(second)) = (groups.get(0), groups.get(1)) else { return false };
    let total = groups.digits().len();
    let spaced = second.gap.joiner.is_none() && second.gap.blank_before && !second.gap.close;
    let starts = groups.iter().enumerate().filter(|(_, group)| starts_part(group));
    let last_part = starts.last().map_or(0, |(index, _)| index);
    let before: usize = groups.iter().take(last_part).map(|group| group.digits.len()).sum();
    let part = total.saturating_sub(before);
    if is_area_and_mobile(groups) {
        return false;
    }
    if first.digits.first() == Some(&b'0') {
        return match before {
            0 | 1 => false,
            2 | 3 => part > WHOLE,
            _ => part >= WHOLE,
        };
    }
    let leads = matches!(first.digits, b"1" | b"7" | b"8") && total == LEAD_DIGITS;
    let id = match first.digits.len() {
        1 => !leads,
        2 | 3 => part >= WHOLE && before > 0,
        _ => groups.len() == 2 && second.digits.len() >= FEWEST || part >= WHOLE && before > 0,
    };
    spaced && (id || total > LEAD_DIGITS)
}

/// An area code of two digits and a mobile number of nine, as Brazil writes it: `11 91234-5678`.
fn is_area_and_mobile(groups: &Groups) -> bool {
    let (Some(mobile), Some(last)) = (groups.get(1), groups.get(2)) else { return false };
    groups.iter().map(|group| group.digits.len()).eq([2, 5, 4])
        && mobile.digits.starts_with(b"9")
        && last.gap.joiner == Some(Mark::Hyphen)
}

/// A slash stands between an area code and the rest, and may stand behind a country code as well.
fn slashes(groups: &Groups, parts: &Parts<'_>) -> Checked {
    let slashed = |group: &Group<'_>| group.gap.joiner == Some(Mark::Slash);
    let slashes = || groups.iter().enumerate().filter(|(_, group)| slashed(group));
    let behind_code =
        slashes().next().is_some_and(|(at, _)| parts.code_alone && at == parts.national);
    let skipped = usize::from(behind_code && slashes().count() == 2);
    let Some((at, _)) = slashes().nth(skipped) else { return Ok(()) };
    let misplaced = Kind::Misplaced('/');
    refuse_if(slashes().count() > 1 + skipped, misplaced)?;
    let area_at = at.saturating_sub(1);
    let (Some(area), Some(first)) = (groups.get(area_at), groups.get(at)) else { return Ok(()) };
    let zero = groups.get(parts.national);
    let dropped = zero.is_some_and(|group| group.bracketed && group.digits == b"0");
    // `0 30 / 12 34 56`: a trunk zero apart.
    let apart = parts.code.is_none() && groups.get(0).is_some_and(|group| group.digits == b"0");
    let starts = area_at <= parts.national + usize::from(dropped || apart);
    let rest: usize = groups.iter().skip(at).map(|group| group.digits.len()).sum();
    let named = parts.code.is_some() || apart || area.bracketed || area.digits.starts_with(b"0");
    // Capitals have one digit in some countries; a country code tells that it is no day.
    let fewest = if parts.code.is_some() && area_at >= parts.national { 1 } else { 2 };
    let fits = starts
        && (fewest..=5).contains(&area.digits.len())
        && first.digits.len() >= 2
        && rest >= if named { 3 } else { 6 };
    refuse_if(!fits, misplaced)
}
