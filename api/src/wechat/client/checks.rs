//! Texts and pictures are looked at. No second try within the call: what waits for a check waits on.

use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::Client;
use crate::wechat::exchange::answer;
use crate::wechat::fault::Call;
use crate::wechat::safety::{self, NoOpinion, Opinion, PictureAnswer, TextAnswer};

impl Client {
    /// `msg_sec_check`: the worst that WeChat thinks of any part of a text.
    pub async fn text_opinion(&self, appid: &str, openid: &SecretString, text: &str) -> Result<Opinion, NoOpinion> {
        let mut worst: Option<Opinion> = None;
        for piece in safety::pieces(text) {
            let asked = safety::text_body(openid, &piece);
            let answer: TextAnswer = self.checked(appid, Call::TextCheck, "/wxa/msg_sec_check", &asked).await?;
            let opinion = Opinion::from(answer);
            worst = Some(worst.map_or(opinion, |worst| worst.worse(opinion)));
        }
        worst.ok_or(NoOpinion::Never(None))
    }

    /// `media_check_async`: WeChat's name for a check whose result it pushes within half an hour.
    pub async fn look_at_picture(&self, appid: &str, openid: &SecretString, url: &str) -> Result<String, NoOpinion> {
        let asked = safety::picture_body(openid, url);
        let answer: PictureAnswer = self.checked(appid, Call::PictureCheck, "/wxa/media_check_async", &asked).await?;
        Ok(answer.trace_id)
    }

    async fn checked<T: DeserializeOwned>(
        &self,
        appid: &str,
        call: Call,
        path: &str,
        asked: &Value,
    ) -> Result<T, NoOpinion> {
        let app = self.apps.get(appid).ok_or(NoOpinion::Never(None))?;
        let ask = async |token: SecretString| {
            let request = self.http.post(self.address(path)).query(&[("access_token", token.expose_secret())]);
            answer::<T>(call, request.json(asked)).await
        };
        Ok(self.with_token(app, ask).await?)
    }
}
