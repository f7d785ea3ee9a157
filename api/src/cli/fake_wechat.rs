//! `siwei fake-wechat`: WeChat's servers on this machine, for those who build a mini-program or an installation
//! before they have an account there. The release binary carries it: it is small, it listens only when it is asked
//! to, and nobody needs it in production, whose settings refuse any address of WeChat's that is not https.

use std::net::TcpListener;

use anyhow::Context;
use clap::Args;
use fake_wechat::{Fake, PREFIX, secret_of};

/// 在本机扮演微信的服务器
///
/// Answers what WeChat would: codes, access tokens, subscribe messages, checks of texts and pictures, codes and links.
/// Nothing leaves this machine. A page shows what has arrived.
#[derive(Debug, Args)]
#[command(after_help = "\
例子 Examples
  siwei fake-wechat
  SIWEI__WECHAT__MODE=live SIWEI__WECHAT__BASE_URL=http://127.0.0.1:9090 \\
    SIWEI__WECHAT__APPS__WX1__SECRET=secret-of-wx1 siwei serve
                                            让四微去问它 / let siwei ask here
  curl 127.0.0.1:9090/fake-wechat/control -d '{\"do\": \"loginCode\", \"appid\": \"wx1\"}'
                                            要一个登录 code / a code to sign in with
  curl 127.0.0.1:9090/fake-wechat/control -d '{\"do\": \"always\", \"endpoint\": \"message\", \"answer\": {\"code\": -1}}'
                                            让微信“系统繁忙” / let WeChat be busy; {\"do\": \"recover\"} ends it")]
pub struct FakeWechat {
    /// 监听地址 / Address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:9090")]
    listen: String,
    /// 小程序的 appid，可以多个；AppSecret 是 secret-of-<appid> / The mini-programs it knows
    #[arg(long, value_name = "APPID", default_values = ["wx1"])]
    app: Vec<String>,
}

impl FakeWechat {
    /// Serves until Ctrl-C.
    pub async fn run(self) -> anyhow::Result<()> {
        let listener = TcpListener::bind(&self.listen)
            .with_context(|| format!("{} 不能监听，换一个端口 / take another port with --listen", self.listen))?;
        let address = listener.local_addr()?;
        let appids: Vec<&str> = self.app.iter().map(String::as_str).collect();
        let server = Fake::new(&appids).serve(listener)?;
        println!("模拟微信 / fake WeChat  http://{address}{PREFIX}");
        for appid in appids {
            println!("小程序 / mini-program   {appid}，AppSecret {}", secret_of(appid));
        }
        println!("停止 / stop             Ctrl-C");
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            let _ = tokio::signal::ctrl_c().await;
            handle.stop(true).await;
        });
        Ok(server.await?)
    }
}
