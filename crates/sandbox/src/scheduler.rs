//! What time alone does: a request ends when its time is up, whether or not anybody looks at it.

use std::time::Duration;

use crate::app::App;
use crate::lifecycle::requests;
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

/// Ends the requests whose time is up; when the next one will be.
async fn end_what_is_due(app: &App) -> ApiResult<Option<i64>> {
    app.act(|act| {
        while let Some(request) = store::requests::next_to_end(act.tx)? {
            if request.expires_at > act.now {
                return Ok(Some(request.expires_at));
            }
            requests::refresh(act, request)?;
        }
        Ok(None)
    })
    .await
}
