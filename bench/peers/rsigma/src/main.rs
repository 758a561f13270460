//! Asks Sigma rules of all API calls below a folder, each rule so many times:
//! `rsigma-peer <rules.yml> <folder of .json.gz> <times>`.
use std::{env, error::Error, fs, io::Read, path::Path};

use flate2::read::MultiGzDecoder;
use rsigma_eval::{event::JsonEvent, Engine};
use serde_json::Value;

#[derive(Default)]
struct Counts {
    records: usize,
    matches: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let [rules, folder, times] =
        [1, 2, 3].map(|at| env::args().nth(at).expect("rsigma-peer <rules.yml> <folder> <times>"));
    let collection = rsigma_parser::parse_sigma_yaml(&fs::read_to_string(rules)?)?;
    let mut engine = Engine::new();
    for _ in 0..times.parse()? {
        engine.add_collection(&collection)?;
    }
    let mut counts = Counts::default();
    read(Path::new(&folder), &engine, &mut counts)?;
    println!("{} rules, {} records, {} matches", engine.rule_count(), counts.records, counts.matches);
    assert!(counts.records > 0 && counts.matches > 0);
    Ok(())
}

fn read(place: &Path, engine: &Engine, counts: &mut Counts) -> Result<(), Box<dyn Error>> {
    if place.is_dir() {
        for entry in fs::read_dir(place)? {
            read(&entry?.path(), engine, counts)?;
        }
        return Ok(());
    }
    let mut text = Vec::new();
    MultiGzDecoder::new(fs::File::open(place)?).read_to_end(&mut text)?;
    let file: Value = serde_json::from_slice(&text)?;
    for record in file["Records"].as_array().expect("a list of records") {
        counts.records += 1;
        counts.matches += engine.evaluate(&JsonEvent::borrow(record)).len();
    }
    Ok(())
}
