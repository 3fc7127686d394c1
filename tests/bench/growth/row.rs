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
    let Series { id, plot, title, name, x, from, over } = series;
    let list: Vec<String> =
        points.iter().map(|(size, time)| format!("[{size}, {time:.0}]")).collect();
    println!(
        r#"{{"plot": "{plot}", "title": "{title}", "series": "{name}", "x": "{x}", "y": "ns", "points": [{}], "log": true}}"#,
        list.join(", ")
    );
    let large = || points.iter().filter(|(size, _)| *size >= *from);
    let steepest = large()
        .flat_map(|low| large().map(move |high| (low, high)))
        .filter(|(low, high)| high.0 >= over * low.0)
        .map(|(low, high)| (high.1 / low.1).ln() / (high.0 / low.0).ln())
        .fold(f64::MIN, f64::max);
    let measure = format!("{title}: {name}, to {}", points[points.len() - 1].0);
    println!(
        r#"{{"id": "{id}", "measure": "{measure}", "ours": {steepest:.3}, "peer_name": null, "peer": null, "unit": "exponent", "ratio": {steepest:.3}, "goal": "<= 1.1", "spread": null}}"#
    );
}

/// The middle one of some times.
pub fn median(mut times: Vec<f64>) -> f64 {
    times.sort_unstable_by(f64::total_cmp);
    times[times.len() / 2]
}
