-- compatible
-- Which messages of a campaign converted: from its few renderings, without reading its messages.
create index conversions_rendering on conversions (rendering_id, link, message_id) where state = 'attributed';
