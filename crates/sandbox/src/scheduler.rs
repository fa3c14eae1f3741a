//! What time alone does: a request or a liveness session ends when its time is up, whether or not anybody looks at it.

use std::time::Duration;

use crate::app::App;
use crate::lifecycle::{Act, liveness, requests};
use crate::problem::ApiResult;
use crate::store;

/// Runs until it is dropped.
pub async fn run(app: App) {
    let mut news = app.news.subscribe();
    loop {
        news.mark_unchanged();
        match end_what_is_due(&app).await {
            Ok(None) => {
                // The sender lives as long as the app that this task holds.
                let _ = news.changed().await;
            }
            Ok(Some(next)) => {
                tokio::select! {
                    () = app.clock.sleep_until(next) => {}
                    // A new request may end earlier.
                    _ = news.changed() => {}
                }
            }
            Err(error) => {
                eprintln!("the scheduler cannot work: {error:?}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

/// Ends what is due; when the next thing will be.
async fn end_what_is_due(app: &App) -> ApiResult<Option<i64>> {
    app.act(|act| {
        let next = [end_requests(act)?, liveness::end_what_is_due(act)?];
        Ok(next.into_iter().flatten().min())
    })
    .await
}

fn end_requests(act: &Act<'_>) -> ApiResult<Option<i64>> {
    while let Some(request) = store::requests::next_to_end(act.tx)? {
        if request.expires_at > act.now {
            return Ok(Some(request.expires_at));
        }
        requests::refresh(act, request)?;
    }
    Ok(None)
}
