//! `commdn-sim top`: campaigns running live, in a terminal.

use std::time::Duration;

use commdn_sim::Command;
use ratatui::Frame;
use ratatui::crossterm::event::{self, Event, KeyCode, KeyEventKind};
use ratatui::layout::{Constraint, Layout};
use ratatui::style::{Color, Modifier, Style};
use ratatui::widgets::{Block, Cell, Paragraph, Row, Table};
use serde_json::Value;

use super::Done;
use super::ctl::Connection;

const REFRESH: Duration = Duration::from_millis(500);

pub(super) fn run(control: &str) -> Done {
    // Before the terminal is changed, so that a message stays readable.
    let mut connection = Connection::open(control)?;
    let mut snapshot = connection.ask(&Command::Snapshot)?;
    let mut terminal = ratatui::try_init()?;
    let result = loop {
        if let Err(error) = terminal.draw(|frame| draw(frame, &snapshot)) {
            break Err(error.into());
        }
        match wants_to_quit() {
            Ok(true) => break Ok(()),
            Ok(false) => {}
            Err(error) => break Err(error.into()),
        }
        match connection.ask(&Command::Snapshot) {
            Ok(new) => snapshot = new,
            Err(error) => break Err(error),
        }
    };
    ratatui::restore();
    result
}

fn wants_to_quit() -> std::io::Result<bool> {
    if !event::poll(REFRESH)? {
        return Ok(false);
    }
    Ok(match event::read()? {
        Event::Key(key) if key.kind == KeyEventKind::Press => {
            let control_c = key.code == KeyCode::Char('c')
                && key.modifiers.contains(event::KeyModifiers::CONTROL);
            control_c || matches!(key.code, KeyCode::Char('q') | KeyCode::Esc)
        }
        _ => false,
    })
}

fn draw(frame: &mut Frame<'_>, snapshot: &Value) {
    let [head, groups, lists] =
        Layout::vertical([Constraint::Length(4), Constraint::Fill(2), Constraint::Fill(1)])
            .areas(frame.area());
    frame.render_widget(Paragraph::new(summary(snapshot)), head);
    frame.render_widget(group_table(snapshot), groups);
    frame.render_widget(list_table(snapshot), lists);
}

fn number(value: &Value, path: &str) -> String {
    match value.pointer(path) {
        Some(Value::String(text)) => commdn::text::escape(text).into_owned(),
        Some(other) => other.to_string(),
        None => "-".to_owned(),
    }
}

fn array<'v>(value: &'v Value, path: &str) -> &'v [Value] {
    value.pointer(path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn summary(snapshot: &Value) -> String {
    let seconds = snapshot.pointer("/world_seconds").and_then(Value::as_f64).unwrap_or(0.0);
    let mut text = format!(
        "commdn-sim, {:.0} s on the contact centre's clock; q quits\nclients {}   user events {}   refused by T-Server {}   faults {}\n",
        seconds,
        array(snapshot, "/clients").len(),
        number(snapshot, "/tserver/events"),
        number(snapshot, "/tserver/refused"),
        array(snapshot, "/faults").len(),
    );
    for ocs in array(snapshot, "/ocs") {
        text.push_str(&format!(
            "OCS {} ({})   answered {}   refused {}   dropped {}   do not call {}   ",
            number(ocs, "/name"),
            number(ocs, "/dbid"),
            number(ocs, "/counters/answered"),
            number(ocs, "/counters/refused"),
            number(ocs, "/counters/unknown_application"),
            number(ocs, "/do_not_call"),
        ));
    }
    text
}

fn header(names: &[&'static str]) -> Row<'static> {
    let style = Style::new().add_modifier(Modifier::BOLD);
    Row::new(names.iter().map(|name| Cell::from(*name)).collect::<Vec<_>>()).style(style)
}

fn group_table(snapshot: &Value) -> Table<'static> {
    let rows = array(snapshot, "/ocs").iter().flat_map(|ocs| {
        array(ocs, "/groups").iter().map(move |group| {
            let status = number(group, "/status_name");
            let color = match status.as_str() {
                "CM_GCS_Running" => Color::Green,
                "CM_GCS_Active" => Color::Cyan,
                "CM_GCS_NotLoaded" => Color::DarkGray,
                _ => Color::Yellow,
            };
            let name = |kind: &str| {
                format!(
                    "{} {}",
                    number(group, &format!("/{kind}")),
                    number(group, &format!("/{kind}_name"))
                )
            };
            Row::new([
                number(ocs, "/dbid"),
                name("campaign"),
                name("group"),
                status.trim_start_matches("CM_GCS_").to_owned(),
                number(group, "/plan/mode"),
                number(group, "/dials"),
                number(group, "/contacts"),
                number(group, "/out"),
                number(group, "/on_desktop"),
            ])
            .style(Style::new().fg(color))
        })
    });
    let widths = [6, 20, 20, 18, 5, 8, 9, 6, 8].map(Constraint::Length);
    Table::new(rows.collect::<Vec<_>>(), widths)
        .header(header(&[
            "OCS", "campaign", "group", "status", "mode", "dials", "contacts", "out", "desktop",
        ]))
        .block(Block::bordered().title("campaign groups"))
}

fn list_table(snapshot: &Value) -> Table<'static> {
    let rows = array(snapshot, "/ocs").iter().flat_map(|ocs| {
        array(ocs, "/lists").iter().map(move |list| {
            Row::new([
                number(ocs, "/dbid"),
                number(list, "/name"),
                number(list, "/records"),
                number(list, "/queued"),
            ])
        })
    });
    let widths = [6, 20, 10, 10].map(Constraint::Length);
    Table::new(rows.collect::<Vec<_>>(), widths)
        .header(header(&["OCS", "list", "records", "to dial"]))
        .block(Block::bordered().title("calling lists"))
}

#[cfg(test)]
mod tests {
    use commdn_sim::{Command, Config, Simulator};
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    #[test]
    fn the_view_shows_groups_lists_and_counters() {
        let simulator = Simulator::start(Config::demo()).unwrap();
        let snapshot = simulator.control().execute(Command::Snapshot).unwrap();
        let mut terminal = Terminal::new(TestBackend::new(120, 30)).unwrap();
        terminal.draw(|frame| super::draw(frame, &snapshot)).unwrap();
        let text = terminal.backend().to_string();
        for expected in
            ["OCS OCS_1 (101)", "1 Spring", "11 Service", "NotLoaded", "customers", "5000"]
        {
            assert!(text.contains(expected), "{expected:?} is missing in\n{text}");
        }
    }

    #[test]
    fn a_snapshot_of_another_version_is_shown_as_far_as_it_goes() {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let odd = serde_json::json!({ "ocs": [{ "groups": [{}] }, 7], "clients": "none" });
        terminal.draw(|frame| super::draw(frame, &odd)).unwrap();
        assert!(terminal.backend().to_string().contains("clients 0"));
    }
}
