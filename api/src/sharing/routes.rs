//! The two routes that wishes, actions and certificates have in common.

/// Makes the routes of a code and of a link. Beside it a room says by `landing` who may know of what, and where it leads.
macro_rules! routes {
    (
        $tag:literal, $path:ident,
        $(#[$code:meta])+ $code_id:literal
        $(#[$link:meta])+ $link_id:literal
    ) => {
        use actix_web::{HttpResponse, get, web};

        use crate::http::{Path, Problems, Query, download, personal};
        use crate::sharing::{MiniProgramChoice, MiniProgramLink};

        $(#[$code])+
        #[utoipa::path(tag = $tag, operation_id = $code_id, params($path, MiniProgramChoice),
                    responses((status = 200, description = "小程序码", body = Vec<u8>, content_type = "image/png"), Problems),
                    security(("bearer" = [])))]
        #[get("/code")]
        pub async fn code(
            app: web::Data<App>,
            actor: Actor,
            path: Path<$path>,
            choice: Query<MiniProgramChoice>,
        ) -> Result<HttpResponse> {
            let landing = landing(&app, &actor, &path.0).await?;
            let png = crate::sharing::code(&app, choice.0.appid.as_deref(), &landing).await?;
            Ok(download("code.png", "image/png", png))
        }

        $(#[$link])+
        #[utoipa::path(tag = $tag, operation_id = $link_id, params($path, MiniProgramChoice),
                    responses((status = 200, description = "链接", body = MiniProgramLink), Problems),
                    security(("bearer" = [])))]
        #[get("/link")]
        pub async fn link(
            app: web::Data<App>,
            actor: Actor,
            path: Path<$path>,
            choice: Query<MiniProgramChoice>,
        ) -> Result<HttpResponse> {
            let landing = landing(&app, &actor, &path.0).await?;
            personal(&crate::sharing::link(&app, &actor, choice.0.appid.as_deref(), &landing).await?)
        }
    };
}

pub(crate) use routes;
