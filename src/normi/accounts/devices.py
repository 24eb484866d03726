"""
What we keep of the device someone logs in with: a network, and browser and system. Refuses to own an exact address.

Both functions may be applied to their own answer and give the same again.
"""

import ipaddress

KEPT_BITS = {4: 24, 6: 48}
UNKNOWN_NETWORK = "0.0.0.0"
# The first name found counts: Edge and Opera also call themselves Chrome, and Chrome also calls itself Safari.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Opera": "Opera",
    "Vivaldi": "Vivaldi",
    "SamsungBrowser": "Samsung Internet",
    "Samsung Internet": "Samsung Internet",
    "FxiOS": "Firefox",
    "Firefox": "Firefox",
    "CriOS": "Chrome",
    "Chrom": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {
    "Windows": "Windows",
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "CrOS": "ChromeOS",
    "ChromeOS": "ChromeOS",
    "Mac OS X": "macOS",
    "macOS": "macOS",
    "Linux": "Linux",
}


def network_of(address: str) -> str:
    """The network an address belongs to: its first 24 bits (IPv4) or 48 bits (IPv6), the rest zero."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return UNKNOWN_NETWORK
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return str(ipaddress.ip_network((found, KEPT_BITS[found.version]), strict=False).network_address)


def browser_and_system(user_agent: str) -> str:
    """For example "Firefox (Linux)"; one of the two where only one is known; empty where neither is."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), "")
    return f"{browser} ({system})" if browser and system else browser or system
