//! The process `commdn-sim`: what it keeps over kill -9 and a full disk, and what it says when
//! it cannot run.

mod common;

#[cfg(unix)]
use std::io::Read;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use commdn::carrier::TcpConnector;
use commdn::message::{DialMode, GroupStatus, MessageType, OptimizeBy, Request};
use commdn_sim::config::Record;
use commdn_sim::{Config, Simulator};
use common::{Client, ClientEvent, Ended, config, start, still};

const PROGRAM: &str = env!("CARGO_BIN_EXE_commdn-sim");

/// A folder of its own for a test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("commdn-sim-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A running process, killed at its end.
struct Process {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    address: String,
    control: String,
}

impl Process {
    fn start(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut out = BufReader::new(child.stdout.take().expect("its output"));
        let mut line = String::new();
        out.read_line(&mut line).expect("its first line");
        let word = |name: &str| {
            let rest = line.split(&format!("{name} on ")).nth(1).unwrap_or_default();
            rest.split([',', '\n']).next().unwrap_or_default().to_owned()
        };
        let (address, control) = (word("listening"), word("control"));
        assert!(!address.is_empty(), "the first line is {line:?}");
        Self { child, out, address, control }
    }

    fn run(storage: &Path) -> Self {
        let mut command = Command::new(PROGRAM);
        command.args(["run", "--quiet", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"]);
        command.arg("--storage").arg(storage);
        Self::start(command)
    }

    fn client(&self) -> Client {
        let (host, port) = self.address.rsplit_once(':').expect("host:port");
        let connector = TcpConnector::new(host, port.parse().expect("a port"));
        Client::connect(&connector, "8001")
    }

    fn ask(&self, line: &str) -> serde_json::Value {
        let mut stream = TcpStream::connect(&self.control).expect("the control interface");
        stream.write_all(line.as_bytes()).unwrap();
        stream.write_all(b"\n").unwrap();
        let mut reply = String::new();
        BufReader::new(stream).read_line(&mut reply).unwrap();
        serde_json::from_str(&reply).expect("a reply in JSON")
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn stored(path: &Path) -> Config {
    let mut config = still();
    config.storage.path = Some(path.to_owned());
    config
}

fn phones(path: &Path) -> Vec<String> {
    start(stored(path)).control().do_not_call(101).unwrap().phones
}

fn program(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().expect("the program runs")
}

fn message(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn every_acknowledged_number_is_there_after_kill_9() {
    let folder = Folder::new("kill");
    let storage = folder.path("sim.db");
    let mut acknowledged = Vec::new();
    let mut number = 0;
    for round in 0..12 {
        let mut process = Process::run(&storage);
        let mut client = process.client();
        // A stream with many requests under way; the kill comes at another point each time.
        let mut wanted = 40 + round * 17;
        'stream: loop {
            for _ in 0..32 {
                let request = Request::do_not_call().phone(format!("555{number:07}"));
                number += 1;
                client.send(&request, 101);
            }
            for _ in 0..16 {
                acknowledged.push(client.next_answer().phone().unwrap().into_owned());
                wanted -= 1;
                if wanted == 0 {
                    break 'stream;
                }
            }
        }
        process.child.kill().unwrap();
        process.child.wait().unwrap();
        // What was on its way is acknowledged too, if it came.
        while let Ok(news) = client.next() {
            let ClientEvent::Event(list) = news else { continue };
            if list.get_int("GSW_CM_MessageType") == Some(33) {
                let phone = list.at(&["GSW_CM_AttrProperties", "do_not_call", "GSW_PHONE"]);
                let phone = phone.unwrap().as_string().unwrap().utf8().unwrap();
                acknowledged.push(phone.to_owned());
            }
        }
        let kept = phones(&storage);
        let lost: Vec<_> =
            acknowledged.iter().filter(|phone| kept.binary_search(phone).is_err()).collect();
        assert!(lost.is_empty(), "round {round}: {} of {} lost", lost.len(), acknowledged.len());
    }
    assert!(acknowledged.len() > 1_000);
}

#[test]
fn a_restart_finds_states_modes_sequences_and_records() {
    let folder = Folder::new("restart");
    let storage = folder.path("sim.db");
    let dialing = |request: Request| request.dialing(DialMode::PROGRESS, OptimizeBy::WAIT_TIME, 20);
    {
        let simulator = start(stored(&storage));
        let mut client = Client::connect(&*simulator.connector(), "8001");
        client.call(&dialing(Request::load_campaign(2, 10)));
        client.call(&dialing(Request::start_dialing(2, 10)));
        client.call(&dialing(Request::load_campaign(1, 11)));
        client.call(&Request::cancel_record().phone("5550120"));
        client.call(&Request::do_not_call().customer_id("C-1002"));
        let item =
            commdn::message::ScheduleItem::new(1, DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80);
        let schedule = commdn::message::Schedule::new([item]);
        let load = Request::of_sequence(MessageType::REQ_LOAD_CAMPAIGN, schedule, 10);
        client.call(&load);
        simulator.control().advance(std::time::Duration::from_secs(60));
    }
    let simulator = start(stored(&storage));
    let control = simulator.control();
    let state = control.campaign_group(101, 2, 10).unwrap().state;
    assert_eq!(GroupStatus(state.status), GroupStatus::RUNNING);
    assert_eq!((state.plan.mode, state.plan.goal), (2, 20));
    assert_eq!(control.status(101, 1, 11), Some(GroupStatus::ACTIVE));
    assert_eq!(control.status(101, 1, 10), Some(GroupStatus::INACTIVE));
    assert_eq!(control.snapshot().ocs[0].sequences.len(), 1);
    use commdn_sim::RecordStatus::{Answered, Cancelled, DoNotCall};
    let status = |phone: &str| control.records(101, Some(phone), 1)[0].status;
    assert_eq!(status("5550120"), Cancelled);
    assert_eq!(status("5550111"), DoNotCall);
    let answered =
        control.records(101, None, usize::MAX).iter().filter(|r| r.status == Answered).count();
    assert!(answered > 10, "{answered}");
    // It goes on dialling where it was, and nothing is out that nobody talks to.
    let before = state.dials;
    control.advance(std::time::Duration::from_secs(60));
    assert!(control.campaign_group(101, 2, 10).unwrap().state.dials > before);
}

#[test]
fn a_number_that_comes_into_a_list_after_its_do_not_call_request_is_not_dialled() {
    let folder = Folder::new("later");
    let storage = folder.path("sim.db");
    {
        let simulator = start(stored(&storage));
        let mut client = Client::connect(&*simulator.connector(), "8001");
        client.call(&Request::do_not_call().phone("5559999"));
        client.call(&Request::do_not_call().customer_id("C-9"));
    }
    let mut config = stored(&storage);
    config.list[2].generate = None;
    config.list[2].record = vec![
        Record::new("5559999"),
        Record::new("5558888").customer_id("C-9"),
        Record::new("5557777"),
    ];
    let simulator = start(config);
    let mut client = Client::connect(&*simulator.connector(), "8001");
    for request in [Request::load_campaign(2, 10), Request::start_dialing(2, 10)] {
        client.call(&request.dialing(DialMode::PREDICT, OptimizeBy::BUSY_FACTOR, 80));
    }
    simulator.control().advance(std::time::Duration::from_secs(86_400));
    let attempts = |phone: &str| simulator.control().records(101, Some(phone), 1)[0].attempts;
    assert_eq!((attempts("5559999"), attempts("5558888")), (0, 0));
    assert!(attempts("5557777") > 0);
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_nothing_is_acknowledged_that_is_not_kept() {
    let folder = Folder::new("full");
    let storage = folder.path("sim.db");
    // Files may not grow over 200 blocks of 512 bytes or 1 KiB: what a full disk is to a program.
    let script = "trap '' XFSZ; ulimit -f 200; exec \"$0\" \"$@\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, PROGRAM, "run", "--quiet", "--listen", "127.0.0.1:0"]);
    command.args(["--control", "off", "--storage"]).arg(&storage).stderr(Stdio::piped());
    let mut process = Process::start(command);
    let mut client = process.client();
    let mut acknowledged = Vec::new();
    for number in 0..100_000 {
        let request = Request::do_not_call().phone(format!("555{number:07}"));
        client.send_or_end(&request);
        match client.answer_or_end() {
            Some(phone) => acknowledged.push(phone),
            None => break,
        }
    }
    assert!(!acknowledged.is_empty() && acknowledged.len() < 100_000);
    let mut text = String::new();
    process.child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(process.child.wait().unwrap().code(), Some(1));
    assert!(text.contains("cannot be written"), "{text}");
    assert!(text.contains("sim.db"), "{text}");
    let mut rest = String::new();
    process.out.read_to_string(&mut rest).unwrap();
    let kept = phones(&storage);
    assert!(acknowledged.iter().all(|phone| kept.binary_search(phone).is_ok()));
}

#[test]
fn storage_that_cannot_be_used_is_told_before_anything_listens() {
    let folder = Folder::new("storage");
    let run = |path: &Path| {
        let path = path.to_str().unwrap();
        program(&["run", "--listen", "127.0.0.1:0", "--control", "off", "--storage", path])
    };
    let text = message(&run(&folder.path("no-folder/sim.db")));
    assert!(text.contains("no-folder/sim.db: cannot be opened"), "{text}");
    let other = folder.path("other.txt");
    std::fs::write(&other, "this is a letter, and no database at all; it is long enough").unwrap();
    let text = message(&run(&other));
    assert!(text.contains("not a database"), "{text}");
    let used = folder.path("used.db");
    let simulator = start(stored(&used));
    let text = message(&run(&used));
    assert!(text.contains("locked"), "{text}");
    drop(simulator);
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let folder = Folder::new("newer");
    let path = folder.path("sim.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.pragma_update(None, "user_version", 99).unwrap();
    drop(connection);
    let error = Simulator::start(stored(&path)).unwrap_err().to_string();
    assert!(error.contains("version 99"), "{error}");
}

#[test]
fn a_busy_port_ends_the_process_with_a_message() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let text = message(&program(&["run", "--control", "off", "--listen", &address]));
    assert!(text.contains(&address) && text.contains("choose another port"), "{text}");
}

#[test]
fn check_explains_a_mistake_with_file_line_and_key() {
    let folder = Folder::new("check");
    let file = folder.path("centre.toml");
    std::fs::write(&file, "seed = 1\n\n[[ocs]]\ndbid = 101\nname = \"OCS\"\nconnections = [5]\n")
        .unwrap();
    let text = message(&program(&["check", file.to_str().unwrap()]));
    let expected = format!(
        "{}, line 6, ocs[1].connections: there is no application with DBID 5",
        file.display()
    );
    assert!(text.contains(&expected), "{text}");
    // Running it says the same, and listens nowhere.
    let text = message(&program(&["run", "--config", file.to_str().unwrap()]));
    assert!(text.contains(&expected), "{text}");
}

#[test]
fn init_writes_a_file_that_check_accepts_and_does_not_overwrite() {
    let folder = Folder::new("init");
    let file = folder.path("centre.toml");
    let file = file.to_str().unwrap();
    #[cfg(windows)]
    assert!(program(&["init", file]).status.success());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Whatever the umask: the file may come to hold passwords.
        let script = "umask 0; exec \"$0\" init \"$1\"";
        let made = Command::new("sh").args(["-c", script, PROGRAM, file]).output().unwrap();
        assert!(made.status.success());
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(program(&["check", file]).status.success());
    assert!(message(&program(&["init", file])).contains("--force"));
    assert!(program(&["init", "--force", file]).status.success());
}

#[test]
fn the_control_interface_shows_and_changes_a_running_process() {
    let folder = Folder::new("control");
    let process = Process::run(&folder.path("sim.db"));
    let mut client = process.client();
    client.call(&Request::do_not_call().phone("5551234"));
    let control = process.control.clone();
    let ctl = |words: &[&str]| {
        let mut arguments = vec!["ctl", "--control", &control];
        arguments.extend_from_slice(words);
        program(&arguments)
    };
    let text = |output: Output| String::from_utf8(output.stdout).unwrap();
    assert!(text(ctl(&["dnc", "101"])).contains("5551234"));
    assert!(text(ctl(&["show"])).contains("\"desktop\""));
    assert!(text(ctl(&["records", "101", "--phone", "5550120"])).contains("C-1003"));
    assert!(text(ctl(&["log"])).contains("logged_in"));
    assert!(ctl(&["fault", "kind=silent", "times=1"]).status.success());
    let silent = client.send(&Request::do_not_call().phone("5550001"), 101);
    let heard = client.send(&Request::do_not_call().phone("5550002"), 101);
    assert_eq!(client.next_answer().reference_id(), Some(heard));
    assert!(silent < heard);
    assert!(message(&ctl(&["fault", "kind=delay"])).contains("ms"));
    assert!(message(&ctl(&["dnc", "7"])).contains("no OCS with DBID 7"));
    assert!(text(ctl(&["cut", "desktop"])).contains("\"cut\": 1"));
    assert!(client.next().is_err());
    // A web page that is made to talk to the port gets one refusal and no second line.
    assert_eq!(process.ask("POST / HTTP/1.1")["ok"], false);
    assert!(ctl(&["stop"]).status.success());
    let mut process = process;
    assert!(process.child.wait().unwrap().success());
}

#[test]
fn the_log_names_messages_beside_their_numbers_and_is_json_on_request() {
    for json in [false, true] {
        let mut command = Command::new(PROGRAM);
        command.args(["run", "--listen", "127.0.0.1:0", "--control", "off"]);
        if json {
            command.arg("--json");
        }
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        let first = lines.next().unwrap();
        let address = first.split("listening on ").nth(1).unwrap().trim_end_matches(['"', '}']);
        let (host, port) = address.split(',').next().unwrap().rsplit_once(':').unwrap();
        let port = port.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap();
        let mut client = Client::connect(&TcpConnector::new(host, port), "8001");
        client.call(&Request::do_not_call().phone("5551234"));
        let mut seen = String::new();
        for line in lines.by_ref() {
            if json {
                let value: serde_json::Value = serde_json::from_str(&line).expect("a line of JSON");
                assert!(value["event"].is_string());
            }
            seen.push_str(&line);
            seen.push('\n');
            if line.contains("CM_EvDoNotCallProcessed")
                && (json || line.contains("GSW_CM_MessageType"))
            {
                break;
            }
        }
        let expected = if json { "32 [CM_ReqDoNotCall]" } else { "received CM_ReqDoNotCall [32]" };
        assert!(seen.contains(expected), "{seen}");
        child.kill().unwrap();
        child.wait().unwrap();
    }
}

#[test]
fn a_wrong_password_is_a_clear_message_of_the_process_too() {
    let folder = Folder::new("password");
    let file = folder.path("centre.toml");
    let output = program(&["init"]);
    let text = String::from_utf8(output.stdout).unwrap();
    std::fs::write(&file, text.replace("# password = \"secret\"", "password = \"secret\""))
        .unwrap();
    let mut command = Command::new(PROGRAM);
    command.args(["run", "--quiet", "--listen", "127.0.0.1:0", "--control", "off", "--config"]);
    command.arg(&file);
    let process = Process::start(command);
    let (host, port) = process.address.rsplit_once(':').unwrap();
    let connector = TcpConnector::new(host, port.parse().unwrap());
    let Err(Ended::Link(error)) = Client::try_connect(&connector, config("desktop", "8001"), 20)
    else {
        panic!("a missing password must be refused");
    };
    assert!(
        error.to_string().contains("The password of application 'desktop' is missing"),
        "{error}"
    );
}

#[test]
fn a_campaign_runs_from_the_start_on_request() {
    let mut command = Command::new(PROGRAM);
    command.args(["run", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--start", "1:10"]);
    let mut process = Process::start(command);
    // The request and its answer are in the log.
    let mut line = String::new();
    while !line.contains("CM_EvDialingStarted") {
        line.clear();
        assert_ne!(process.out.read_line(&mut line).unwrap(), 0, "the process has ended");
    }
    let shown = process.ask("{\"command\":\"snapshot\"}").to_string();
    assert_eq!(shown.matches("CM_GCS_Running").count(), 1, "{shown}");
    let arguments = ["run", "--listen", "127.0.0.1:0", "--control", "off", "--start", "3:10"];
    let refused = message(&program(&arguments));
    assert!(refused.contains("cannot start campaign 3:10"), "{refused}");
    assert!(refused.contains("CM_ERROR_GROUP_CAMP_NOT_FOUND"), "{refused}");
}
