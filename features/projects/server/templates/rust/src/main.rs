use std::collections::HashMap;
use std::{env, fs, process};

/// Counts words without regard to case and punctuation, the most frequent first.
fn tally(text: &str) -> Vec<(String, usize)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in text.split(|letter: char| !letter.is_alphanumeric() && letter != '\'') {
        if !word.is_empty() {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    let mut words: Vec<_> = counts.into_iter().collect();
    words.sort_by(|(a, few), (b, many)| many.cmp(few).then_with(|| a.cmp(b)));
    words
}

fn main() {
    let path = env::args().nth(1).unwrap_or_else(|| "README.md".to_string());
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        eprintln!("{path} could not be read: {error}");
        process::exit(1);
    });
    println!("The most frequent words of {path}:\n");
    for (word, count) in tally(&text).into_iter().take(10) {
        println!("{count:>4}  {word:<12} {}", "█".repeat(count));
    }
}

#[cfg(test)]
mod tests {
    use super::tally;

    #[test]
    fn counts_words_in_any_case() {
        assert_eq!(tally("Sea, sea! Sand."), [("sea".to_string(), 2), ("sand".to_string(), 1)]);
    }

    #[test]
    fn finds_nothing_in_nothing() {
        assert!(tally(" … ").is_empty());
    }
}
