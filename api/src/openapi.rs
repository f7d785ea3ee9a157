//! The OpenAPI document, made from the same list of routes that the server mounts.

use std::collections::BTreeMap;

use entity::ids::CommunityId;
use serde_json::Value;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, HeaderBuilder, ObjectBuilder, Ref, Response, ResponseBuilder, Type};

use crate::app;
use crate::http::{Problem, ProblemFault, Routes};
use crate::imports::sheet::SheetFormat;
use crate::kernel::text::Line;
use crate::webhooks::{self, WebhookMessage};

/// What does not come from the routes.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "四微 siwei",
        description = include_str!("openapi.md"),
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "siwei"),
    ),
    servers((url = "/", description = "本服务")),
    // Beside the problems: what only parameters mention, which utoipa does not collect.
    components(schemas(Problem, ProblemFault, CommunityId, Line<50>, SheetFormat, WebhookMessage)),
    tags(
        (name = "auth", description = "登录与会话"),
        (name = "me", description = "我的资料、同意书与个人信息权利"),
        (name = "community", description = "社区、小区、网格、楼栋、房屋、住户、居民与业主"),
        (name = "imports", description = "花名册与业主名册导入"),
        (name = "wishes", description = "微心愿"),
        (name = "wall", description = "心愿墙（无需登录）"),
        (name = "deliberations", description = "微议事"),
        (name = "volunteers", description = "微力量：志愿者、时长与积分、服务证明"),
        (name = "actions", description = "微行动"),
        (name = "emergencies", description = "应急模式：召集、岗位、报告"),
        (name = "inbox", description = "网格长工作台"),
        (name = "media", description = "图片"),
        (name = "reports", description = "三率与统计"),
        (name = "calendar", description = "工作日历"),
        (name = "notifications", description = "站内消息"),
        (name = "moderation", description = "内容安全：审核、申诉、举报、词库"),
        (name = "webhooks", description = "推送：第三方系统接收事件（Standard Webhooks）"),
    ),
)]
struct Base;

/// Tags as people read them. Their names are ASCII: generators make file names of them.
const TITLES: [(&str, &str); 17] = [
    ("auth", "登录与角色"),
    ("me", "我的"),
    ("community", "社区与名册"),
    ("imports", "名册导入"),
    ("wishes", "微心愿"),
    ("wall", "心愿墙"),
    ("deliberations", "微议事"),
    ("volunteers", "微力量"),
    ("actions", "微行动"),
    ("emergencies", "应急"),
    ("inbox", "工作台"),
    ("media", "图片"),
    ("reports", "统计"),
    ("calendar", "工作日历"),
    ("notifications", "消息"),
    ("moderation", "内容安全"),
    ("webhooks", "推送"),
];

/// The document.
pub fn document() -> Value {
    let mut api = Base::openapi();
    app::rooms(&mut Routes::Described(app::API.to_owned(), &mut api));
    let components = api.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
    components.responses.insert("Problem".to_owned(), problem().into());
    let mut document = serde_json::to_value(&api).unwrap_or_default();
    document["webhooks"] = webhooks::describe();
    hoist(&mut document);
    entitle(&mut document);
    document
}

/// Headers that a problem may have.
const PROBLEM_HEADERS: [(&str, Type, &str); 3] = [
    ("Retry-After", Type::Integer, "多少秒后再试；429、503 及少数 409 有"),
    ("RateLimit-Policy", Type::String, "最紧的一项限额：每 w 秒 q 次，如 `\"account\";q=300;w=60`；未计数的答复没有"),
    (
        "RateLimit",
        Type::String,
        "该限额的余量：还可 r 次，t 秒后全部恢复，如 `\"account\";r=299;t=1`；未计数的答复没有",
    ),
];

/// What every operation may answer instead.
fn problem() -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let response = ResponseBuilder::new().description("出错了").content("application/problem+json", content);
    let headers = PROBLEM_HEADERS.into_iter().map(|(name, kind, description)| {
        let schema = ObjectBuilder::new().schema_type(kind).build();
        (name, HeaderBuilder::new().schema(Some(schema)).description(Some(description)).build())
    });
    headers.fold(response, |response, (name, header)| response.header(name, header)).build()
}

/// Gives every tag the title that the reference shows.
fn entitle(document: &mut Value) {
    for tag in document["tags"].as_array_mut().into_iter().flatten() {
        let title = TITLES.iter().find(|(name, _)| tag["name"] == **name).map(|(_, title)| *title);
        tag["x-displayName"] = title.into();
    }
}

/// Replaces every inlined copy of a named component by a reference to it: generics
/// such as `Page<T>` come out with their argument written out.
fn hoist(document: &mut Value) {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let named: BTreeMap<String, String> = schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| is_worth_a_name(schema))
        .map(|(name, schema)| (schema.to_string(), name.clone()))
        .collect();
    if let Some(paths) = document.get_mut("paths") {
        replace(paths, &named);
    }
    let components = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
    for schema in components.into_iter().flat_map(|schemas| schemas.values_mut()) {
        children(schema, &named);
    }
}

/// A schema with a shape of its own, and no mere string or number.
fn is_worth_a_name(schema: &Value) -> bool {
    ["properties", "oneOf", "enum"].iter().any(|key| schema.get(key).is_some())
}

fn replace(value: &mut Value, named: &BTreeMap<String, String>) {
    if let Some(name) = is_worth_a_name(value).then(|| named.get(&value.to_string())).flatten() {
        *value = serde_json::json!({ "$ref": format!("#/components/schemas/{name}") });
        return;
    }
    children(value, named);
}

fn children(value: &mut Value, named: &BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(|field| replace(field, named)),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, named)),
        _ => {}
    }
}
