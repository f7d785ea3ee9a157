//! The reference page. In demo mode it carries a ready token for each role.

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use serde::Serialize;

use crate::app::App;
use crate::demo::{self, Ready};
use crate::error::{Code, Result};

/// Only this server's files run and only this server is asked. The reference writes its
/// own `<style>` elements, so inline styles, and nothing else inline, are let through.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self' data:; connect-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page as this installation shows it.
pub async fn answer(app: &App) -> Result<HttpResponse> {
    let page = include_str!("../../assets/docs/index.html").replace("{{people}}", &embedded(&people(app).await?)?);
    Ok(HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((REFERRER_POLICY, "no-referrer"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .content_type("text/html; charset=utf-8")
        .body(page))
}

/// The people of the demo with their tokens; nobody outside the demo.
async fn people(app: &App) -> Result<Vec<Ready>> {
    if app.kernel.settings.demo { demo::ready(app).await } else { Ok(Vec::new()) }
}

/// JSON that cannot end the `<script>` element that it stands in.
fn embedded(value: &impl Serialize) -> Result<String> {
    let json = serde_json::to_string(value).map_err(|error| Code::Internal.error().cause(error))?;
    Ok(json.replace('<', "\\u003c"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_end_the_script_element() {
        let person = Ready { label: "</script><b>".into(), token: "t".into() };
        let text = embedded(&person).unwrap_or_default();
        assert!(!text.contains('<'), "{text}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), serde_json::to_value(&person).ok());
    }
}
