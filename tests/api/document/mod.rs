//! What is printed from the code: the OpenAPI document and the generated pages.

mod drift;
mod shape;
