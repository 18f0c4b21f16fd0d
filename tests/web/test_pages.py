def test_landing(client):
    response = client.get("/")
    assert response.status_code == 200


def test_write(signed_in):
    response = signed_in.client.get("/write")
    response = signed_in.client.post("/write", data={"csrf_token": "x", "title": "t" * 214, "due-day": "31", "due-month": "2", "due-year": "2018", "body": "a\r\n b", "audience": "facilitators"})
