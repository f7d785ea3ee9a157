//! `siwei demo`: fills a database with the demo data, and prints its tokens.

use std::time::Duration;

use anyhow::ensure;
use clap::Args;
use indicatif::ProgressBar;

use crate::app::App;
use crate::config::Config;
use crate::demo;

/// 填入吉通社区的演示数据，打印体验令牌
///
/// Fills an empty database with the demo data of 吉通社区 and prints one token for each role.
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples
  SIWEI__DATA_DIR=data/demo siwei demo          再次打印 ./run 所用数据的令牌 / the tokens of ./run again
  SIWEI__DATABASE__URL=postgres://… siwei demo  填入一个空的 PostgreSQL / fill an empty PostgreSQL
  siwei demo --json | jq -r '.[0].token'        取第一个令牌 / the first token

只填空库；已有演示数据时只打印令牌；已有其他数据时拒绝。生产环境拒绝。
Fills an empty database only; prints the tokens again where the demo is in already; refuses where other
data is, and in production.")]
pub struct Demo {
    /// 以 JSON 输出令牌 / Print the tokens as JSON
    #[arg(long)]
    json: bool,
}

impl Demo {
    /// Fills and prints.
    pub async fn run(self, mut config: Config) -> anyhow::Result<()> {
        config.demo = true;
        let app = App::build(config).await?;
        let spinner = ProgressBar::new_spinner().with_message("填入演示数据 / filling in the demo data");
        spinner.enable_steady_tick(Duration::from_millis(120));
        let filled = demo::fill(&app).await;
        spinner.finish_and_clear();
        if filled? {
            eprintln!("已填入吉通社区的演示数据 / the demo data is in");
        }
        let ready = demo::ready(&app).await?;
        ensure!(
            !ready.is_empty(),
            "数据库里已有其他数据，没有演示人员：请换一个空库 / the database holds other data: use an empty one"
        );
        match self.json {
            true => println!("{}", serde_json::to_string_pretty(&ready)?),
            false => println!("{}", demo::table(&app.kernel.settings.public_url, &ready)),
        }
        Ok(())
    }
}
