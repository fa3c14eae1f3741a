//! What the merchant's server can do with files: list, change, delete, read them in another size.

use std::net::SocketAddr;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{BILL, FRONT, KEY, PASSPORT, Server, link, refused_fields};

/// A JPEG whose EXIF data says that it lies on its right side and who made it.
fn turned(jpeg: &[u8]) -> Vec<u8> {
    let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x0f\0\x02\0\0\0\x06\0\0\0\x26");
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    tiff.extend(b"\0\0\0\0Maker\0");
    let length = u16::try_from(tiff.len() + 2).unwrap().to_be_bytes();
    [&jpeg[..2], b"\xff\xe1", &length, &tiff, &jpeg[2..]].concat()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

async fn names(server: &Server, query: &str) -> Vec<String> {
    let listed = server.merchant_get(&format!("files?{query}")).await;
    listed.as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn files_are_listed_filtered_searched_sorted_and_paged() {
    let server = Server::start().await;
    for (name, tags) in [("b front", vec!["kyc", "id-front"]), ("a bill", vec!["kyc"]), ("c", vec![])] {
        let details = json!({ "name": name, "tags": tags, "sourceType": if name == "c" { "upload" } else { "camera" } });
        server.upload_as_merchant(&FRONT, details).await;
    }
    server.upload_as_merchant(&png(30, 20), json!({ "name": "d" })).await;
    assert_eq!(names(&server, "").await, ["d", "c", "a bill", "b front"]);
    assert_eq!(names(&server, "filter=tags:kyc").await, ["a bill", "b front"]);
    assert_eq!(names(&server, "filter=tags:!kyc;mime:image/jpeg").await, ["c"]);
    assert_eq!(names(&server, "filter=sourceType:camera,upload&sort=name").await, ["a bill", "b front", "c"]);
    assert_eq!(names(&server, "filter=sourceType:!camera&sort=-name").await, ["d", "c"]);
    assert_eq!(names(&server, "filter=width:..30;isPublic:false").await, ["d"]);
    assert_eq!(names(&server, "filter=createdTime:2020-01-01..&q=FRONT").await, ["b front"]);
    assert_eq!(names(&server, "filter=createdTime:..2020-01-01T00:00:00Z").await, Vec::<String>::new());
    assert_eq!(names(&server, "q=%25").await, Vec::<String>::new());

    let answer =
        server.merchant(Method::GET, "files?limit=1&offset=1&fields=id,name&sort=name").send().await.unwrap();
    assert_eq!(answer.headers()["pagination-total"], "4");
    assert_eq!(answer.headers()["pagination-limit"], "1");
    assert_eq!(answer.headers()["pagination-offset"], "1");
    let page: Value = answer.json().await.unwrap();
    assert_eq!(page[0]["name"], "b front");
    assert_eq!(page[0].as_object().unwrap().len(), 2);
    assert_eq!(page.as_array().unwrap().len(), 1);

    for (query, field) in [
        ("filter=colour:red", "filter"),
        ("filter=name", "filter"),
        ("filter=size:big", "filter"),
        ("filter=isPublic:1", "filter"),
        ("sort=colour", "sort"),
        ("sort=-tags", "sort"),
        ("sort=name;DROP", "sort"),
    ] {
        let answer = server.merchant(Method::GET, &format!("files?{query}")).send().await.unwrap();
        assert_eq!(refused_fields(answer).await, [field], "{query}");
    }
}

#[tokio::test]
async fn a_change_touches_what_is_given_and_nothing_of_the_servers() {
    let server = Server::start().await;
    let mut file = server.upload_as_merchant(&FRONT, json!({ "name": "one", "tags": ["kyc"] })).await;
    let path = format!("files/{}", file["id"].as_str().unwrap());
    server.sandbox.clock().advance(std::time::Duration::from_secs(10));
    // What was read is sent back, with changes to everything.
    let fields = file.as_object_mut().unwrap();
    let (sha1, created) = (fields["sha1"].clone(), fields["createdTime"].clone());
    fields.extend([
        ("name".to_owned(), json!("two")),
        ("description".to_owned(), json!("the front")),
        ("sourceType".to_owned(), json!("organization-export")),
        ("tags".to_owned(), json!(["a", "b"])),
        ("extension".to_owned(), json!("jpeg")),
        ("sha1".to_owned(), json!("0")),
        ("createdTime".to_owned(), json!("2000-01-01T00:00:00Z")),
    ]);
    let answer = server.merchant(Method::PUT, &path).json(&file).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let changed: Value = answer.json().await.unwrap();
    for field in ["name", "description", "sourceType", "tags", "extension"] {
        assert_eq!(changed[field], file[field], "{field}");
    }
    assert_eq!((&changed["sha1"], &changed["createdTime"]), (&sha1, &created));
    assert!(changed["updatedTime"].as_str() > created.as_str());
    let answer =
        server.merchant(Method::PUT, &path).json(&json!({ "sourceType": null })).send().await.unwrap();
    let again: Value = answer.json().await.unwrap();
    assert_eq!((&again["name"], &again["sourceType"]), (&json!("two"), &Value::Null));

    let bad = json!({
        "name": "x".repeat(256), "description": 1, "sourceType": "fax", "tags": ["", 1], "isPublic": 1, "extension": "exe",
    });
    let answer = server.merchant(Method::PUT, &path).json(&bad).send().await.unwrap();
    let all = ["isPublic", "name", "description", "sourceType", "tags.0", "tags.1", "extension"];
    assert_eq!(refused_fields(answer).await, all);
    assert_eq!(server.merchant_get(&path).await["name"], "two");
    assert_eq!(server.merchant(Method::PUT, &path).body("{").send().await.unwrap().status(), 400);
    let unknown = server.merchant(Method::PUT, "files/file_1").json(&json!({})).send().await.unwrap();
    assert_eq!(unknown.status(), 404);
}

#[tokio::test]
async fn a_deleted_file_is_gone_and_a_filed_one_stays() {
    let server = Server::start().await;
    let file = server.upload_as_merchant(&FRONT, json!({})).await;
    let path = format!("files/{}", file["id"].as_str().unwrap());
    assert_eq!(server.merchant(Method::DELETE, &path).send().await.unwrap().status(), 204);
    assert_eq!(server.stored_files(), Vec::<String>::new());
    for method in [Method::GET, Method::DELETE] {
        assert_eq!(server.merchant(method, &path).send().await.unwrap().status(), 404);
    }
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let bill = customer.upload(&BILL, &["kyc"]).await;
    customer.file("funds-proof", "tax-return", std::slice::from_ref(&bill)).await;
    let path = format!("files/{bill}");
    assert_eq!(server.merchant(Method::DELETE, &path).send().await.unwrap().status(), 403);
    let download = server.merchant(Method::GET, &format!("{path}/download")).send().await.unwrap();
    assert_eq!(download.bytes().await.unwrap(), BILL.as_slice());
}

#[tokio::test]
async fn a_download_is_the_whole_file_whatever_its_headers_ask_for() {
    let server = Server::start().await;
    let file = server.upload_as_merchant(&BILL, json!({ "isPublic": true })).await;
    let own = server.url(&format!("files/{}/download", file["id"].as_str().unwrap()));
    let addresses = [own, link(&file, "signedLink").unwrap(), link(&file, "permalink").unwrap()];
    let conditions = [
        ("range", "bytes=0-9"),
        ("range", "bytes=999999999-"),
        ("if-modified-since", "Thu, 01 Jan 2099 00:00:00 GMT"),
        ("if-unmodified-since", "Thu, 01 Jan 1970 00:00:00 GMT"),
    ];
    for (address, (name, value)) in
        addresses.iter().flat_map(|it| conditions.map(|condition| (it, condition)))
    {
        let call = server.client.get(address).header("REB-APIKEY", KEY).header(name, value);
        let answer = call.send().await.unwrap();
        assert_eq!(answer.status(), 200, "{name}: {value}");
        assert!(!answer.headers().contains_key("accept-ranges"));
        assert_eq!(answer.bytes().await.unwrap(), BILL.as_slice());
    }
    let head = server.client.head(&addresses[1]).send().await.unwrap();
    assert_eq!(head.headers()["content-length"], BILL.len().to_string());
}

#[tokio::test]
async fn pictures_are_scaled_to_fit_in_their_format() {
    let server = Server::start().await;
    let download = async |file: &Value, size: &str| {
        let path = format!("files/{}/download?imageSize={size}", file["id"].as_str().unwrap());
        let answer = server.merchant(Method::GET, &path).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], file["mime"].as_str().unwrap());
        let bytes = answer.bytes().await.unwrap();
        assert!(!bytes.is_empty());
        bytes
    };
    let dimensions = |bytes: &[u8]| {
        let picture = image::load_from_memory(bytes).unwrap();
        (picture.width(), picture.height())
    };
    let wide = server.upload_as_merchant(&png(400, 200), json!({})).await;
    let small = download(&wide, "100x100").await;
    assert_eq!(image::guess_format(&small).unwrap(), image::ImageFormat::Png);
    assert_eq!(dimensions(&small), (100, 50));
    assert_eq!(download(&wide, "800x800").await, png(400, 200));
    let photo = server.upload_as_merchant(&FRONT, json!({})).await;
    let small = download(&photo, "200x9999").await;
    assert_eq!(image::guess_format(&small).unwrap(), image::ImageFormat::Jpeg);
    assert_eq!(dimensions(&small).0, 200);
    let pdf = kyc_specimen::pdf(std::slice::from_ref(&PASSPORT)).unwrap();
    assert_eq!(download(&server.upload_as_merchant(&pdf, json!({})).await, "10x10").await, pdf);
    let path = format!("files/{}/download?imageSize=1x1", wide["id"].as_str().unwrap());
    let answer = server.merchant(Method::GET, &path).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["imageSize"]);
}

#[tokio::test]
async fn exif_data_is_told_and_a_scaled_picture_stands_upright() {
    let server = Server::start().await;
    let plain = server.upload_as_merchant(&FRONT, json!({})).await;
    assert_eq!(plain["exifData"], Value::Null);
    let file = server.upload_as_merchant(&turned(&FRONT), json!({})).await;
    assert_eq!(file["exifData"], json!({ "Make": "Maker", "Orientation": 6 }));
    // As encoded; what the EXIF data says stands beside it.
    assert_eq!((&file["width"], &file["height"]), (&plain["width"], &plain["height"]));
    let path = format!("files/{}/download?imageSize=100x100", file["id"].as_str().unwrap());
    let bytes = server.merchant(Method::GET, &path).send().await.unwrap().bytes().await.unwrap();
    let scaled = image::load_from_memory(&bytes).unwrap();
    assert!(file["width"].as_u64() > file["height"].as_u64());
    assert!(scaled.width() < scaled.height());
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let server = Server::start().await;
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let address: SocketAddr = server.sandbox.url().replace("http://", "").parse().unwrap();
    for (content_type, start) in [
        (
            "multipart/form-data; boundary=a",
            "--a\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n%PDF-1.4",
        ),
        ("application/json", "{\"file\": \""),
    ] {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /organizations/sandbox/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\
             Content-Type: {content_type}\r\nContent-Length: 9000000\r\n\r\n{start}",
            customer.token
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&[b'A'; 3_000_000]).await.unwrap();
        while server.stored_files().is_empty() {
            tokio::task::yield_now().await;
        }
        drop(stream);
        while !server.stored_files().is_empty() {
            tokio::task::yield_now().await;
        }
    }
}

/// Answers every call with `answer` after taking what was asked.
async fn origin(answer: Vec<u8>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 4096];
            let _ = stream.read(&mut asked).await;
            let _ = stream.write_all(&answer).await;
        }
    });
    address
}

fn http(head: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

#[tokio::test]
async fn files_come_by_address_from_this_machine_and_from_data_urls() {
    use base64::Engine;
    let server = Server::start().await;
    let good = origin(http("200 OK", &FRONT)).await;
    let data = base64::engine::general_purpose::STANDARD.encode(&*FRONT);
    let port = good.port();
    let urls = [
        format!("http://{good}/front.jpg"),
        format!("http://localhost:{port}/front.jpg"),
        format!("data:image/png;base64,{data}"),
    ];
    for url in urls {
        let body = json!({ "url": url, "name": "front", "tags": ["kyc"] });
        let answer = server.merchant(Method::POST, "files").json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 201);
        let file: Value = answer.json().await.unwrap();
        assert_eq!((&file["mime"], &file["name"]), (&json!("image/jpeg"), &json!("front")));
        assert_eq!(file["size"], json!(FRONT.len()));
    }

    let missing = origin(http("404 Not Found", &FRONT)).await;
    let text = origin(http("200 OK", b"just text")).await;
    let elsewhere = origin(http(&format!("302 Found\r\nLocation: http://{good}/"), b"")).await;
    let short = origin(http("200 OK", &FRONT)[..200].to_vec()).await;
    let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let mut refused: Vec<Value> = [missing, text, elsewhere, short, nobody]
        .iter()
        .map(|address| json!(format!("http://{address}/")))
        .collect();
    refused.extend([
        json!("http://192.0.2.1/a.jpg"),
        json!("data:,plain"),
        json!("data:;base64,%"),
        json!(5),
    ]);
    for url in refused {
        let answer =
            server.merchant(Method::POST, "files").json(&json!({ "url": url })).send().await.unwrap();
        assert_eq!(refused_fields(answer).await, ["url"], "{url}");
    }
    let both = json!({ "url": format!("http://{good}/"), "file": data });
    let answer = server.merchant(Method::POST, "files").json(&both).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["url"]);
    let customer = server.ask(json!([{ "type": "funds-proof" }])).await;
    let body = json!({ "url": format!("http://{good}/"), "name": 1 });
    let answer = customer.call(Method::POST, "files").json(&body).send().await.unwrap();
    assert_eq!(refused_fields(answer).await, ["name", "url"]);
    assert_eq!(server.stored_files().len(), 3);
}
