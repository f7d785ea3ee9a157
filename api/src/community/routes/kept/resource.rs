//! The five routes that records which staff keep have in common.

/// Makes the five routes of a resource in a module of its own.
macro_rules! routes {
    (
        $module:ident, $table:ident, $items:literal, $item:literal, $key:ident: $path:ident,
        $view:ident, $input:ident, $query:ident,
        $(#[$list:meta])+ $list_id:literal
        $(#[$create:meta])+ $create_id:literal
        $(#[$one:meta])+ $one_id:literal
        $(#[$replace:meta])+ $replace_id:literal
        $(#[$remove:meta])+ $remove_id:literal
    ) => {
        mod $module {
            use actix_web::{HttpResponse, delete, get, post, put, web};
            use entity::community::$table::Entity;

            use crate::app::App;
            use crate::auth::Actor;
            use crate::community::service;
            use crate::community::view::{CommunityChoice, $input, $path, $query, $view};
            use crate::error::Result;
            use crate::http::{
                Command, Empty, IdempotencyHeader, IfMatchHeader, Path, Problems, Query, Reply, Routes, personal,
            };
            use crate::kernel::page::Page;

            pub fn mount(routes: &mut Routes<'_>) {
                let mut items = routes.under($items);
                items.service(list).service(create);
                items.under($item).service(one).service(replace).service(remove);
            }

            $(#[$list])+
            ///
            /// 逐页列出，默认按录入顺序，个人信息已遮盖。限社区工作者，以及有 `community:read` 权限的第三方程序；
            /// 网格长、楼长、单元长看到自己网格、楼栋、单元内的。
            #[utoipa::path(tag = "community", operation_id = $list_id, params($query),
                        responses((status = 200, description = "一页", body = Page<$view>), Problems),
                        security(("bearer" = [])))]
            #[get("")]
            async fn list(app: web::Data<App>, actor: Actor, query: Query<$query>) -> Result<HttpResponse> {
                let named = query.0.community_id;
                personal(&service::list::<Entity>(&app.kernel, &actor, named, &query.0).await?)
            }

            $(#[$create])+
            ///
            /// 限社区工作者。
            #[utoipa::path(tag = "community", operation_id = $create_id, params(CommunityChoice, IdempotencyHeader),
                        request_body = $input,
                        responses((status = 201, description = "已新增", body = $view), Problems),
                        security(("bearer" = [])))]
            #[post("")]
            async fn create(
                app: web::Data<App>,
                actor: Actor,
                choice: Query<CommunityChoice>,
                command: Command<$input>,
            ) -> Result<HttpResponse> {
                let named = choice.0.community_id;
                command
                    .run(&app, &actor, async |tx, input| service::create::<Entity>(tx, &actor, named, input).await)
                    .await
            }

            $(#[$one])+
            ///
            /// 附版本号，个人信息已遮盖。限社区工作者，以及有 `community:read` 权限的第三方程序；
            /// 网格长、楼长、单元长限自己网格、楼栋、单元内的。
            #[utoipa::path(tag = "community", operation_id = $one_id, params($path),
                        responses((status = 200, description = "当前内容", body = $view), Problems),
                        security(("bearer" = [])))]
            #[get("")]
            async fn one(app: web::Data<App>, actor: Actor, path: Path<$path>) -> Result<HttpResponse> {
                let (view, version) = service::one::<Entity>(&app.kernel, &actor, path.0.$key).await?;
                Ok(Reply::ok(&view)?.etag(version).into_response())
            }

            $(#[$replace])+
            ///
            /// 须带所见的版本号，被他人改过则答 412。限社区工作者。
            #[utoipa::path(tag = "community", operation_id = $replace_id,
                        params($path, IdempotencyHeader, IfMatchHeader), request_body = $input,
                        responses((status = 200, description = "修改后的内容", body = $view), Problems),
                        security(("bearer" = [])))]
            #[put("")]
            async fn replace(
                app: web::Data<App>,
                actor: Actor,
                path: Path<$path>,
                command: Command<$input>,
            ) -> Result<HttpResponse> {
                let expected = command.expected(command.body.version)?;
                command
                    .run(&app, &actor, async |tx, input| {
                        service::replace::<Entity>(tx, &actor, path.0.$key, expected, input).await
                    })
                    .await
            }

            $(#[$remove])+
            ///
            /// 只能删除没有被引用的记录，版本号放在 `If-Match`。限社区工作者。
            #[utoipa::path(tag = "community", operation_id = $remove_id,
                        params($path, IdempotencyHeader, IfMatchHeader),
                        responses((status = 204, description = "已删除"), Problems),
                        security(("bearer" = [])))]
            #[delete("")]
            async fn remove(
                app: web::Data<App>,
                actor: Actor,
                path: Path<$path>,
                command: Command<Empty>,
            ) -> Result<HttpResponse> {
                let expected = command.expected(None)?;
                command
                    .run(&app, &actor, async |tx, _| service::remove::<Entity>(tx, &actor, path.0.$key, expected).await)
                    .await
            }
        }
    };
}

pub(super) use routes;
