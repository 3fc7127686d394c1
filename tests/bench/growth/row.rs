//! Rows and plots, one JSON object a line, as `tests/bench/README.md` has them.

/// A size, and the time at it in nanoseconds.
pub type Point = (f64, f64);

/// Whether a short run was asked for (`BENCH_QUICK`).
pub fn quick() -> bool {
    std::env::var("BENCH_QUICK").is_ok_and(|value| !value.is_empty())
}

/// Whether this row was asked for (`BENCH_ONLY`; all if it is empty).
pub fn wanted(id: &str) -> bool {
    let only = std::env::var("BENCH_ONLY").unwrap_or_default();
    only.is_empty() || only.split(',').any(|one| one == id)
}

/// A series of a plot, and the row that holds its growth against linear.
pub struct Series<'a> {
    pub id: &'a str,
    pub plot: &'a str,
    pub title: &'a str,
    pub name: &'a str,
    pub x: &'a str,
    /// The smallest size that counts.
    pub from: f64,
    /// The steepest growth counts over a factor of that or more.
    pub over: f64,
}

/// Print them.
pub fn grown(series: &Series<'_>, points: &[Point]) {
    plot(series, series.name, points);
    let steepest = steepest(series, points);
    print(series, points, steepest, "null, \"peer\": null", steepest);
}

/// Print them beside those of a peer, whose growth is what a machine makes of a constant number of steps: the more there
/// is, the farther is the memory that it is in.
pub fn grown_as(series: &Series<'_>, points: &[Point], peer: &str, peer_points: &[Point]) {
    plot(series, series.name, points);
    plot(series, peer, peer_points);
    let (ours, peers) = (steepest(series, points), steepest(series, peer_points));
    print(series, points, ours, &format!("\"{peer}\", \"peer\": {peers:.3}"), ours / peers);
}

fn plot(series: &Series<'_>, name: &str, points: &[Point]) {
    let Series { plot, title, x, .. } = series;
    let list: Vec<String> =
        points.iter().map(|(size, time)| format!("[{size}, {time:.0}]")).collect();
    println!(
        r#"{{"plot": "{plot}", "title": "{title}", "series": "{name}", "x": "{x}", "y": "ns", "points": [{}], "log": true}}"#,
        list.join(", ")
    );
}

/// The steepest growth, as the exponent of the size.
fn steepest(series: &Series<'_>, points: &[Point]) -> f64 {
    let large = || points.iter().filter(|(size, _)| *size >= series.from);
    large()
        .flat_map(|low| large().map(move |high| (low, high)))
        .filter(|(low, high)| high.0 >= series.over * low.0)
        .map(|(low, high)| (high.1 / low.1).ln() / (high.0 / low.0).ln())
        .fold(f64::MIN, f64::max)
}

fn print(series: &Series<'_>, points: &[Point], ours: f64, peer: &str, ratio: f64) {
    let Series { id, title, name, .. } = series;
    let measure = format!("{title}: {name}, to {}", points[points.len() - 1].0);
    println!(
        r#"{{"id": "{id}", "measure": "{measure}", "ours": {ours:.3}, "peer_name": {peer}, "unit": "exponent", "ratio": {ratio:.3}, "goal": "<= 1.1", "spread": null}}"#
    );
}

/// The middle one of some times.
pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}
