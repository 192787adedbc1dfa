//! Shell completions, by clap_complete, with the names that the registries hold.
//!
//! Completing inside the quotes of a pipeline was left out: bash and zsh hand over a
//! word with its opening quote, and each of them quotes the answer differently.

use clap::builder::PossibleValuesParser;
use clap::{Arg, Command};
use clap_complete::Shell;

use super::help::{Kind, Topics};
use super::{discover, opts, quoted, reading};
use crate::lang::nearest;

/// The shells, by the names that `flitch completions` takes.
pub const SHELLS: &[(&str, Shell)] =
    &[("bash", Shell::Bash), ("zsh", Shell::Zsh), ("fish", Shell::Fish), ("powershell", Shell::PowerShell)];

/// The completion script of a shell. The error is a message without a prefix.
pub fn completions(shell: &str, topics: &Topics<'_>) -> Result<String, String> {
    let names = || SHELLS.iter().map(|(name, _)| *name);
    let Some((_, shell)) = SHELLS.iter().find(|(name, _)| *name == shell) else {
        return Err(match nearest(shell, names()) {
            Some(near) => format!("unknown shell `{shell}`; did you mean `{near}`?"),
            None => format!("unknown shell `{shell}`; there is {}", names().collect::<Vec<_>>().join(", ")),
        });
    };
    let mut bytes = Vec::new();
    clap_complete::generate(*shell, &mut command(topics), "flitch", &mut bytes);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The definition with the values of its options and the words that open a command.
fn command(topics: &Topics<'_>) -> Command {
    let names = |kind| topics.entries(kind).iter().map(|e| e.doc.name).collect::<Vec<&'static str>>();
    let topic = Arg::new("topic").value_name("TOPIC").value_parser(PossibleValuesParser::new(topics.words()));
    let shell =
        Arg::new("shell").value_name("SHELL").value_parser(PossibleValuesParser::new(SHELLS.iter().map(|s| s.0)));
    let scripts = Arg::new("scripts").value_name("SCRIPT").num_args(1..).value_hint(clap::ValueHint::FilePath);
    let files = Arg::new("files").value_name("FILE").num_args(1..).value_hint(clap::ValueHint::FilePath);
    let rules = reading::RULES.iter().map(|(name, _)| *name);
    let definition = opts::definition();
    // Clap's generators offer hidden options too, so the definition is copied without.
    let shown: Vec<Arg> = definition.get_arguments().filter(|arg| !arg.is_hide_set()).cloned().collect();
    let valued = |command: Command| {
        command
            .mut_arg("input", |arg| arg.value_parser(PossibleValuesParser::new(topics.input_names())))
            .mut_arg("multiline", |arg| arg.value_parser(PossibleValuesParser::new(rules.clone())))
            .mut_arg("output", |arg| arg.value_parser(PossibleValuesParser::new(names(Kind::Output))))
            .mut_arg("print_quoted", |arg| {
                arg.value_parser(PossibleValuesParser::new(quoted::SHELLS.iter().map(|s| s.0)))
            })
            .mut_arg("compress", |arg| arg.value_parser(PossibleValuesParser::new(names(Kind::Codec))))
    };
    // It is a pipeline as any other, so all options go with it, and only files come after it.
    let discover = Command::new(discover::ASKED).about("Tell what is in a log");
    let discover = valued(discover.args(shown.iter().filter(|arg| arg.get_id() != "pipeline").cloned()));
    valued(Command::new("flitch").version(clap::crate_version!()).args(shown))
        .disable_help_subcommand(true)
        .subcommand(discover)
        .subcommand(Command::new("help").about("Print help on a topic").arg(topic))
        .subcommand(Command::new("completions").about("Print the completion script of a shell").arg(shell))
        .subcommand(Command::new("detect").about("Say which format files are in").arg(files))
        .subcommand(Command::new("test").about("Run the samples that scripts hold").arg(scripts))
        .subcommand(Command::new("man").about("Print the man page"))
}
