//! Templates that read as what they print: `@name@` stands for a value.

/// The template with its values.
///
/// A value of several lines that stands alone on its line is indented as that line is; an empty one takes its line
/// with it. The template's first line is empty where it begins on a line of its own in the source.
///
/// # Panics
/// If the template and the values do not fit: that is a fault of a generator.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for line in template.strip_prefix('\n').unwrap_or(template).split_inclusive('\n') {
        let indent = &line[..line.len() - line.trim_start_matches(' ').len()];
        let alone = values.iter().find(|(name, _)| line.trim() == format!("@{name}@"));
        match alone {
            Some((_, value)) => {
                for part in value.lines() {
                    let indent = if part.is_empty() { "" } else { indent };
                    text += &format!("{indent}{part}\n");
                }
            }
            None => text += line,
        }
    }
    for (name, value) in values {
        let mark = format!("@{name}@");
        assert!(template.contains(&mark), "no {mark} in the template:\n{template}");
        text = text.replace(&mark, value);
    }
    let rest = text
        .split('@')
        .nth(1)
        .filter(|name| name.chars().all(|c| c == '_' || c.is_ascii_lowercase()));
    assert!(
        rest.is_none_or(str::is_empty),
        "@{}@ has no value in:\n{template}",
        rest.unwrap_or_default()
    );
    text
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_stand_where_their_names_do() {
        let text = fill(
            "\n    @doc@\n    fn @name@();\n",
            &[("doc", "/// A.\n///\n/// B."), ("name", "x")],
        );
        assert_eq!(text, "    /// A.\n    ///\n    /// B.\n    fn x();\n");
        assert_eq!(fill("a\n  @b@\nc\n", &[("b", "")]), "a\nc\n");
    }

    #[test]
    #[should_panic(expected = "@name@ has no value")]
    fn a_name_without_a_value_is_a_fault() {
        fill("fn @name@();", &[]);
    }
}
