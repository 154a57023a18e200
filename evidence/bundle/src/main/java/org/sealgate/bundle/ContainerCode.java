package org.sealgate.bundle;

/** Why a file or folder is not a bundle. */
public enum ContainerCode implements RefusalCode {
    /** Larger than 1 GiB, more than 4,096 entries, or a part larger than what was asked for. */
    BUNDLE_LIMIT,
    /** Not a ZIP at all, cut off, or its directory does not fit its length; or something that is neither file nor folder. */
    BUNDLE_CONTAINER,
    /** A ZIP, but other bytes than the profile's own encoding of the same entries. */
    BUNDLE_NOT_CANONICAL,
    /** A name off the profile. */
    BUNDLE_NAME,
    /** Two entries of one name, letter case apart, or a name that is a file here and a folder there. */
    BUNDLE_DUPLICATE,
    /** The first entry is not {@code mimetype} with the media type of a bundle. */
    BUNDLE_MEDIA_TYPE
}
