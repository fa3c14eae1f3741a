//! The body of a correction, made from the tables that read it.

use kyc_wire::DocumentType;
use utoipa::openapi::schema::{
    KnownFormat, Object, ObjectBuilder, OneOfBuilder, Schema, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use super::{Kind, known};
use crate::openapi::words::KycDocumentSubtypes;

/// A correction: fields of the document's type.
#[derive(Debug)]
pub enum KycMatchesOverwrite {}

impl PartialSchema for KycMatchesOverwrite {
    fn schema() -> RefOr<Schema> {
        let gathered = DocumentType::ALL.iter().filter(|document_type| document_type.is_gathered());
        let all = gathered.fold(OneOfBuilder::new(), |all, document_type| all.item(of(*document_type)));
        Schema::OneOf(all.description(Some("What the document says, by its type.")).build()).into()
    }
}

impl ToSchema for KycMatchesOverwrite {}

fn of(document_type: DocumentType) -> Object {
    let word = document_type.as_str();
    let name = ObjectBuilder::new().schema_type(Type::String).enum_values(Some([word]));
    let object = ObjectBuilder::new().title(Some(word)).property("type", name).required("type");
    let fields = known(document_type).iter();
    fields.fold(object, |object, (name, kind)| object.property(*name, field(*kind))).build()
}

fn field(kind: Kind) -> RefOr<Schema> {
    let nullable =
        |builder: ObjectBuilder| builder.schema_type(SchemaType::from_iter([Type::String, Type::Null]));
    let text = || nullable(ObjectBuilder::new());
    let builder = match kind {
        Kind::Flag => ObjectBuilder::new().schema_type(Type::Boolean),
        Kind::Count => ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)),
        Kind::Text => text(),
        Kind::AtMost(most) => text().max_length(Some(most)),
        Kind::Exactly(many) => text().min_length(Some(many)).max_length(Some(many)),
        Kind::Day => text().format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime))),
        Kind::Sex => text().enum_values(Some([Some("M"), Some("F"), Some("X"), None])),
        Kind::Subtype => return subtype(),
    };
    Schema::Object(builder.build()).into()
}

fn subtype() -> RefOr<Schema> {
    let null = ObjectBuilder::new().schema_type(Type::Null);
    let word = Ref::from_schema_name(KycDocumentSubtypes::name());
    Schema::OneOf(OneOfBuilder::new().item(null).item(word).build()).into()
}
