//! Scenes of webhooks.

use entity::auth::ApiScope;
use entity::webhooks::{WebhookDeliveryStatus, webhook_delivery};
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use serde_json::{Value, json};

use crate::walk::World;

/// Operations of the webhooks' room.
pub fn is_of_a_webhook(operation: &str) -> bool {
    operation.contains("Webhook")
}

/// A webhook of a program of the community, with a message that has arrived.
pub async fn set_up_webhook(world: &mut World) -> i32 {
    let program = world.app.api_client(&world.grid, ApiScope::ALL).await;
    world.set("apiClientId", program.client());
    let made = world.admin.post("/webhooks", webhook(world)).await.expect(201).string("/webhook/id");
    let sent = world.admin.post(format!("/webhooks/{made}/ping"), json!({})).await.expect(202).id();
    let arrived = webhook_delivery::Entity::update_many()
        .col_expr(webhook_delivery::Column::Status, Expr::value(WebhookDeliveryStatus::Delivered));
    arrived.exec(&world.app.kernel().db).await.expect("the message does not arrive");
    world.set("webhookId", made);
    world.set("deliveryId", sent);
    1
}

/// What makes a webhook.
pub fn webhook(world: &World) -> Value {
    json!({ "apiClientId": world.id("apiClientId"), "url": "https://example.org/hook", "events": ["wish.approved"] })
}
