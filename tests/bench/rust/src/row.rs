//! Rows and plots as the driver reads them: one JSON object per line on stdout.

use serde_json::{Value, json};

use crate::timing::Paired;

/// Print a row of a paired measure; `goal` as in `<= 0.28`, or none for comparison only.
pub fn timed(id: &str, measure: &str, peer_name: &str, goal: Option<&str>, paired: Paired) {
    println!(
        "{}",
        json!({
            "id": id, "measure": measure, "ours": round(paired.ours), "peer_name": peer_name,
            "peer": round(paired.peer), "unit": "ns", "ratio": round(paired.ratio), "goal": goal,
            "spread": round(paired.spread),
        })
    );
}

/// Print a row of a paired measure, with something that must be known to judge it.
pub fn timed_with_note(
    id: &str,
    measure: &str,
    peer_name: &str,
    goal: Option<&str>,
    paired: Paired,
    note: &str,
) {
    println!(
        "{}",
        json!({
            "id": id, "measure": measure, "ours": round(paired.ours), "peer_name": peer_name,
            "peer": round(paired.peer), "unit": "ns", "ratio": round(paired.ratio), "goal": goal,
            "spread": round(paired.spread), "note": note,
        })
    );
}

/// Print a row of something that is counted, not timed: the count is held against the goal itself.
pub fn counted(id: &str, measure: &str, unit: &str, goal: Option<&str>, count: f64) {
    println!(
        "{}",
        json!({
            "id": id, "measure": measure, "ours": round(count), "peer_name": null, "peer": null,
            "unit": unit, "ratio": round(count), "goal": goal, "spread": null,
        })
    );
}

/// Print a row whose peer cannot be had, and why.
pub fn no_peer(id: &str, measure: &str, peer_name: &str, goal: Option<&str>, why: &str) {
    println!(
        "{}",
        json!({
            "id": id, "measure": measure, "ours": null, "peer_name": peer_name, "peer": null,
            "unit": "ns", "ratio": null, "goal": goal, "spread": null, "note": why,
        })
    );
}

/// Print one series of a plot with logarithmic axes.
pub fn plot(plot: &str, title: &str, series: &str, axes: (&str, &str), points: &[(f64, f64)]) {
    let points: Vec<Value> = points.iter().map(|(x, y)| json!([x, round(*y)])).collect();
    println!(
        "{}",
        json!({
            "plot": plot, "title": title, "series": series, "x": axes.0, "y": axes.1,
            "points": points, "log": true,
        })
    );
}

/// Four significant digits: more would be noise.
fn round(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let scale = 10f64.powi(3 - value.abs().log10().floor() as i32);
    (value * scale).round() / scale
}
