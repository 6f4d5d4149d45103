//! stub
pub mod values;
pub mod words;
