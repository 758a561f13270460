//! What rsigma says of records: reads a file of rules and records from standard input, one JSON object a line, and
//! prints for each record the ids of the rules that it fits, as a JSON array.
use rsigma_eval::Engine;
use rsigma_eval::event::JsonEvent;
use rsigma_parser::parse_sigma_yaml;
use std::io::{BufRead, stdin};

fn main() {
    let file = std::env::args().nth(1).expect("a file of rules");
    let text = std::fs::read_to_string(&file).expect("readable rules");
    // One engine a rule: what an engine refuses must not take the others with it.
    let mut engines = Vec::new();
    for document in text.split("\n---\n") {
        let Ok(rules) = parse_sigma_yaml(document) else {
            eprintln!("not parsed: {}", document.lines().next().unwrap_or(""));
            continue;
        };
        let mut engine = Engine::new();
        match engine.add_collection(&rules) {
            Ok(()) => engines.push((document.lines().next().unwrap_or("").replace("title: ", ""), engine)),
            Err(error) => eprintln!("refused: {}: {error}", document.lines().next().unwrap_or("")),
        }
    }
    for line in stdin().lock().lines() {
        let line = line.expect("a line");
        let value: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        let event = JsonEvent::borrow(&value);
        let fits: Vec<&str> = engines
            .iter()
            .filter(|(_, engine)| !engine.evaluate(&event).is_empty())
            .map(|(title, _)| title.as_str())
            .collect();
        println!("{}", serde_json::to_string(&fits).expect("a list"));
    }
}
