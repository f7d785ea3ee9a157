//! `siwei openapi`: the document on standard output.

/// Prints the OpenAPI document, pretty.
pub fn print() -> anyhow::Result<()> {
    println!("{}", serde_json::to_string_pretty(&crate::openapi::document())?);
    Ok(())
}
